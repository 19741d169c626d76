#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "certificates/revocation/mapped_file.h"
#include "certificates/revocation/revocation_table.h"
#include "certificates/trust_list.h"

namespace gate {

/// Which EU DCCs their authorities took back. Thread-safe: const once read.
class DccRevocations {
 public:
  /// Reads the tables (*.revocations) of `folder`. Blocks: about 1 ms a megabyte, to verify the checksums.
  static DccRevocations read(const std::filesystem::path& folder, std::vector<TrustList>& lists);

  /// Whether there is any table, readable or not.
  bool exist() const { return !tables_.empty() || unreadable_; }
  /// Nothing when a table cannot be read and no other one knows: then nobody can say that it is not revoked.
  std::optional<bool> revoked(const DccRevocationHashes& hashes) const;

 private:
  struct Table {
    MappedFile file;
    RevocationTable table;
  };
  static Result<Table> open(const std::filesystem::path& file);

  std::vector<Table> tables_;
  bool unreadable_ = false;
};

}  // namespace gate
