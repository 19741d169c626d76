#pragma once

#include <cerrno>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "common/result.h"

namespace gate {

/// An open file, closed at its end. Private to this folder.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor();

  int get() const { return number_; }
  bool is_open() const { return number_ >= 0; }

  /// Opens a file; `flags` and a new file's mode 0600 as in open(2).
  static Result<Descriptor> open(const std::filesystem::path& file, int flags);
  /// All of it or an error.
  Status write_at(std::string_view text, std::uint64_t offset) const;
  /// What was written is on the disk, with the file's length.
  Status flush() const;

 private:
  int number_;
};

/// errno's text, with what was being done.
inline tl::unexpected<Error> io_error(const std::filesystem::path& file, std::string_view doing) {
  return fail(ErrorCode::kIo,
              file.string() + ": " + std::string(doing) + ": " + std::generic_category().message(errno));
}

/// A whole file, up to `most` bytes; kIo otherwise.
Result<std::string> read_file(const std::filesystem::path& file, std::uint64_t most);

}  // namespace gate
