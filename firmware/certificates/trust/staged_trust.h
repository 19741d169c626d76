#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "certificates/trust/file_lock.h"
#include "common/clock.h"

namespace gate {

/// A trust directory as it would be with other files in it: a hidden copy (of links) inside the real one, to be looked
/// at before anything counts. One at a time; a copy that a killed program left is cleared away. Thread-bound.
class StagedTrust {
 public:
  /// Copies `directory`, which is made when it is missing. kTimeout while another import holds it, kIo.
  static Result<StagedTrust> create(const std::filesystem::path& directory);
  StagedTrust(StagedTrust&&) = default;
  StagedTrust& operator=(StagedTrust&&) = delete;
  ~StagedTrust();

  /// Where the copy is: a trust directory like any other.
  const std::filesystem::path& folder() const { return folder_; }

  /// Writes a file into the copy. `place`: relative.
  Status put(const std::filesystem::path& place, std::string_view content, WallTime written);

  /// Moves what was put into the real directory, each file at once and whole: a reader finds the old one or the new
  /// one. On the disk when it returns.
  Status commit();

  /// What StagedTrust keeps in a trust directory beside its lists; watchers pass it over.
  static bool is_own(const std::filesystem::path& name) { return name == ".staging" || name == ".lock"; }

 private:
  StagedTrust(std::filesystem::path directory, FileLock lock)
      : directory_(std::move(directory)), folder_(directory_ / ".staging"), lock_(std::move(lock)) {}
  Status copy();

  std::filesystem::path directory_;
  std::filesystem::path folder_;
  FileLock lock_;
  std::vector<std::filesystem::path> put_;
};

}  // namespace gate
