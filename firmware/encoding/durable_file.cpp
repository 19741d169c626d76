#include "encoding/durable_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace gate {

namespace fs = std::filesystem;

namespace {

tl::unexpected<Error> io_error(const fs::path& file, std::string_view doing, const std::error_code& error) {
  return fail(ErrorCode::kIo, file.string() + ": " + std::string(doing) + ": " + error.message());
}

tl::unexpected<Error> io_error(const fs::path& file, std::string_view doing) {
  return io_error(file, doing, {errno, std::generic_category()});
}

struct Opened {
  int number;
  ~Opened() {
    if (number >= 0) ::close(number);
  }
};

timespec to_timespec(WallTime time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
  return {.tv_sec = seconds.time_since_epoch().count(), .tv_nsec = std::chrono::nanoseconds(time - seconds).count()};
}

}  // namespace

bool write_all(int descriptor, ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return true;
}

Status write_durably(const fs::path& file, std::string_view content, WallTime written, ReadableBy readers) {
  ::unlink(file.c_str());
  const mode_t mode = readers == ReadableBy::kOwner ? 0600 : 0644;
  const Opened opened{::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)};
  if (opened.number < 0) return io_error(file, "cannot be made");
  const std::array times{to_timespec(written), to_timespec(written)};
  if (!write_all(opened.number, bytes_of(content)) || ::futimens(opened.number, times.data()) != 0 ||
      ::fsync(opened.number) != 0)
    return io_error(file, "cannot be written");
  return {};
}

Status replace_durably(const fs::path& file, std::string_view content, ReadableBy readers) {
  const fs::path next = file.string() + ".new";
  if (Status written = write_durably(next, content, SystemClock().wall_now(), readers); !written) return written;
  std::error_code error;
  fs::rename(next, file, error);
  if (error) return io_error(file, "cannot be replaced", error);
  return sync_folder(file.parent_path());
}

Status remove_durably(const fs::path& file) {
  std::error_code error;
  fs::remove(file, error);
  if (error) return io_error(file, "cannot be removed", error);
  return sync_folder(file.parent_path());
}

Status sync_folder(const fs::path& folder) {
  const Opened opened{::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (opened.number < 0 || ::fsync(opened.number) != 0) return io_error(folder, "cannot be synced");
  return {};
}

}  // namespace gate
