#include "console/private_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "certificates/trust/durable_file.h"

namespace gate {
namespace {

namespace fs = std::filesystem;

Status io_error(const fs::path& file) {
  return fail(ErrorCode::kIo, file.string() + ": cannot be written: " + std::strerror(errno));
}

}  // namespace

Status write_private_file(const fs::path& file, std::string_view text) {
  std::error_code error;
  fs::create_directories(file.parent_path(), error);
  const fs::path next = file.string() + ".new";
  fs::remove(next, error);
  const int descriptor = ::open(next.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (descriptor < 0) return io_error(file);
  const bool written =
      ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(descriptor) == 0;
  Status status = written ? Status{} : io_error(file);
  ::close(descriptor);
  if (!status) return status;
  fs::rename(next, file, error);
  if (error) return fail(ErrorCode::kIo, file.string() + ": " + error.message());
  return sync_folder(file.parent_path() / ".");
}

}  // namespace gate
