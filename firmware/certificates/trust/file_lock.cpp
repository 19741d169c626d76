#include "certificates/trust/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

namespace gate {

namespace fs = std::filesystem;

namespace {

tl::unexpected<Error> io_error(const fs::path& file, std::string_view doing) {
  return fail(ErrorCode::kIo,
              file.string() + ": " + std::string(doing) + ": " + std::generic_category().message(errno));
}

}  // namespace

Result<FileLock> FileLock::take(const fs::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
  if (descriptor < 0) return io_error(file, "cannot be opened");
  FileLock lock(descriptor);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return lock;
  if (errno != EWOULDBLOCK) return io_error(file, "cannot be locked");
  return fail(ErrorCode::kTimeout, file.string() + ": another import is under way");
}

FileLock::~FileLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace gate
