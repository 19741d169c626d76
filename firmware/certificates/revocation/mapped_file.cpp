#include "certificates/revocation/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace gate {

namespace {

tl::unexpected<Error> refused(const std::filesystem::path& file, int error) {
  return fail(error == ENOENT ? ErrorCode::kNotFound : ErrorCode::kIo,
              file.string() + ": " + std::generic_category().message(error));
}

/// Closes at the end; the mapping outlives its descriptor.
struct Opened {
  int number;
  ~Opened() {
    if (number >= 0) ::close(number);
  }
};

}  // namespace

Result<MappedFile> MappedFile::open(const std::filesystem::path& file, std::size_t max_bytes) {
  const Opened opened{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  struct stat status {};
  if (opened.number < 0 || ::fstat(opened.number, &status) != 0) return refused(file, errno);
  const auto size = static_cast<std::size_t>(status.st_size);
  if (!S_ISREG(status.st_mode) || size > max_bytes)
    return fail(ErrorCode::kInvalidInput, file.string() + ": is not a regular file, or is too large");
  MappedFile mapped;
  if (size == 0) return mapped;
  void* address = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, opened.number, 0);
  if (address == MAP_FAILED) return refused(file, errno);
  ::madvise(address, size, MADV_RANDOM);  // look-ups touch one page each; reading ahead would fill the memory
  mapped.bytes_ = {static_cast<const std::uint8_t*>(address), size};
  return mapped;
}

MappedFile::~MappedFile() {
  if (!bytes_.empty()) ::munmap(const_cast<std::uint8_t*>(bytes_.data()), bytes_.size());
}

}  // namespace gate
