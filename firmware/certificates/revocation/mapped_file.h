#pragma once

#include <filesystem>
#include <utility>

#include "common/result.h"
#include "encoding/bytes.h"

namespace gate {

/// A whole file mapped for reading: its pages are in memory only while they are needed. Whoever replaces the file must
/// put a new one in its place (rename), as `gatectl trust import` does: writing into it would change what was checked,
/// and cutting it would end the program. Thread-safe once open.
class MappedFile {
 public:
  /// kNotFound, kInvalidInput (larger than `max_bytes`, not a regular file) or kIo, naming the file.
  static Result<MappedFile> open(const std::filesystem::path& file, std::size_t max_bytes);
  MappedFile(MappedFile&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}
  MappedFile& operator=(MappedFile&& other) noexcept {
    std::swap(bytes_, other.bytes_);
    return *this;
  }
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  ~MappedFile();

  /// Begins on a page; stays where it is when the object is moved.
  ByteView bytes() const { return bytes_; }

 private:
  MappedFile() = default;
  ByteView bytes_;
};

}  // namespace gate
