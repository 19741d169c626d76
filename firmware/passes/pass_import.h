#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "passes/pass_store.h"
#include "passes/pass_verifier.h"

namespace gate {

/// What became of one pass file of an import.
struct PassFileOutcome {
  enum class Result { kAdded, kReplaced, kRefused, kUnreadable, kStoreFailed };
  std::filesystem::path file;
  Result result{};
  std::optional<PassId> pass;  ///< of one that is in the store now
  std::string reason;          ///< of one that is not: a PassRefusal's name, "file_unreadable" or "store_failed"
  std::string detail;          ///< one line for a technician; no personal data

  bool accepted() const { return result == Result::kAdded || result == Result::kReplaced; }
};

/// Verifies pass files and puts those that hold into a store, a batch a transaction. Hostile files: bounded, never
/// half taken. Thread-bound; store and verifier must outlive it. Blocks: 0.2 ms a pass, a flush of the disk per batch.
class PassImport {
 public:
  using Tell = std::function<void(const PassFileOutcome&)>;

  /// `tell` hears of every file, once what became of it is on the disk.
  PassImport(PassStore& store, const PassVerifier& verifier, WallTime now, Tell tell);

  void take(const std::filesystem::path& file);
  /// Ends the last batch; to be called after the last file.
  void flush();

 private:
  void refuse(const std::filesystem::path& file, PassFileOutcome::Result result, std::string_view reason,
              std::string detail) const;
  void settle(const std::filesystem::path& file, const PassId& pass, ImportOutcome outcome) const;

  PassStore& store_;
  const PassVerifier& verifier_;
  const WallTime now_;
  const Tell tell_;
  std::vector<VerifiedPass> batch_;
  std::vector<std::filesystem::path> files_;  // of the batch
};

/// By its name: *.pass.
bool is_pass_file(const std::filesystem::path& file);

}  // namespace gate
