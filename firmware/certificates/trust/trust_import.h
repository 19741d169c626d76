#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "certificates/trust/trust_file_kind.h"
#include "common/clock.h"
#include "common/result.h"

namespace gate {

/// What is brought into a trust directory, and how.
struct TrustImport {
  std::vector<std::filesystem::path> files;
  std::optional<TrustFileKind> kind;            ///< of all of them; nothing: told from each one's content
  std::optional<std::filesystem::path> anchor;  ///< the key that signed a national list; kept beside it
  /// Over a snapshot of the VCI directory, in a file of its own: `anchor` is then the certificate it must verify with,
  /// and neither is kept.
  std::optional<std::filesystem::path> signature;
  TrustFileHints hints;
  enum class Older { kRefuse, kTake };
  Older older = Older::kRefuse;  ///< a list older than the one in its place
  enum class Partial { kRefuse, kTake };
  Partial partial = Partial::kRefuse;  ///< a list of which some entries cannot be used, and not so before
  enum class Revocations { kAdd, kReplace };
  Revocations revocations = Revocations::kAdd;  ///< to those in force, or in their place
};

/// A file that is now in force.
struct ImportedTrust {
  enum class Outcome { kNew, kReplaced, kUnchanged };
  std::filesystem::path file;  ///< in the trust directory
  TrustFileKind kind{};
  Outcome outcome{};
  std::size_t entries = 0;
  std::optional<WallTime> dated;
  std::string note;
};

/// Imports all of the files or none: they are put into a copy of the directory, which is opened as a trust store; when
/// that shows a problem that was not there before, or a list older than the one it replaces, nothing is changed
/// (kUntrusted, naming file and problem). Then each comes to its place at once; a running terminal notices by itself.
/// A file keeps its date, at most `now`: that is how old its list is. kInvalidInput for a file that is nothing known,
/// kNotFound, kIo, kTimeout while another import is under way. Blocks: seconds for millions of revocations.
Result<std::vector<ImportedTrust>> import_trust(const std::filesystem::path& directory, const TrustImport& what,
                                                WallTime now);

}  // namespace gate
