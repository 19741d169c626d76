#pragma once

#include <filesystem>
#include <string_view>

#include "common/clock.h"
#include "common/result.h"

namespace gate {

/// Writes a new file, dated `written`, and waits until the disk has it. One of the same name is replaced, not written
/// into: it may be a link to a file in use. kIo naming the file.
Status write_durably(const std::filesystem::path& file, std::string_view content, WallTime written);

/// Waits until the disk has a folder's names.
Status sync_folder(const std::filesystem::path& folder);

/// A lock file, held until the end of its owner's life, or of the process.
class FileLock {
 public:
  /// kTimeout when somebody else holds it.
  static Result<FileLock> take(const std::filesystem::path& file);
  FileLock(FileLock&& other) noexcept : descriptor_(other.descriptor_) { other.descriptor_ = -1; }
  FileLock& operator=(FileLock&&) = delete;
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  ~FileLock();

 private:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace gate
