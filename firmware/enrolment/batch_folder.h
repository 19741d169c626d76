#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "certificates/trust/file_lock.h"
#include "common/result.h"
#include "encoding/bytes.h"
#include "passes/pass_id.h"
#include "signatures/sha256.h"

namespace gate {

/// Where a batch's passes lie, each in `<pass id>.pass`: names say nothing of visitors wherever the files go. Files are
/// readable by their owner only, and there whole or not at all, whenever the machine stops. Thread-safe.
class BatchFolder {
 public:
  /// Makes the folder, locks it against a second run (kTimeout) and clears what a killed one left half written.
  static Result<BatchFolder> open(const std::filesystem::path& folder);

  /// On disk when this returns; in the place of one of the same name.
  Status write(std::string_view name, ByteView content) const;
  Status write_pass(const PassId& id, ByteView content) const { return write(name_of(id), content); }
  /// Whether the pass is there as it was written.
  bool holds(const PassId& id, const Sha256& content) const;
  Result<Bytes> read_pass(const PassId& id) const;
  void remove_pass(const PassId& id) const;
  /// The ids of all passes that are there.
  Result<std::vector<PassId>> passes() const;

  std::filesystem::path path(std::string_view name) const { return folder_ / name; }
  static std::string name_of(const PassId& id) { return to_string(id) + ".pass"; }

 private:
  BatchFolder(std::filesystem::path folder, FileLock lock) : folder_(std::move(folder)), lock_(std::move(lock)) {}

  std::filesystem::path folder_;
  FileLock lock_;
};

}  // namespace gate
