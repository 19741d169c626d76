#include "certificates/trust/durable_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace gate {

namespace fs = std::filesystem;

namespace {

tl::unexpected<Error> io_error(const fs::path& file, std::string_view doing) {
  return fail(ErrorCode::kIo,
              file.string() + ": " + std::string(doing) + ": " + std::generic_category().message(errno));
}

struct Opened {
  int number;
  ~Opened() {
    if (number >= 0) ::close(number);
  }
};

bool write_all(int descriptor, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = ::write(descriptor, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

timespec to_timespec(WallTime time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
  return {.tv_sec = seconds.time_since_epoch().count(), .tv_nsec = std::chrono::nanoseconds(time - seconds).count()};
}

}  // namespace

Status write_durably(const fs::path& file, std::string_view content, WallTime written) {
  ::unlink(file.c_str());
  const Opened opened{::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644)};
  if (opened.number < 0) return io_error(file, "cannot be made");
  const std::array times{to_timespec(written), to_timespec(written)};
  if (!write_all(opened.number, content) || ::futimens(opened.number, times.data()) != 0 || ::fsync(opened.number) != 0)
    return io_error(file, "cannot be written");
  return {};
}

Status sync_folder(const fs::path& folder) {
  const Opened opened{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (opened.number < 0 || ::fsync(opened.number) != 0) return io_error(folder, "cannot be synced");
  return {};
}

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
