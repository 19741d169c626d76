#include "update/durable_text.h"

#include "certificates/trust/durable_file.h"

namespace gate {

namespace fs = std::filesystem;

namespace {

Status io_error(const fs::path& file, const std::error_code& error) {
  return fail(ErrorCode::kIo, file.string() + ": " + error.message());
}

}  // namespace

Status write_text_durably(const fs::path& file, std::string_view text) {
  const fs::path next = file.string() + ".new";
  if (Status written = write_durably(next, text, SystemClock().wall_now()); !written) return written;
  std::error_code error;
  fs::rename(next, file, error);
  if (error) return io_error(file, error);
  return sync_folder(file.parent_path());
}

Status remove_durably(const fs::path& file) {
  std::error_code error;
  fs::remove(file, error);
  if (error) return io_error(file, error);
  return sync_folder(file.parent_path());
}

}  // namespace gate
