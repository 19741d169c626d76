#include "certificates/trust/staged_trust.h"

#include "encoding/durable_file.h"

namespace gate {

namespace fs = std::filesystem;

namespace {

tl::unexpected<Error> io_error(const fs::path& path, const std::error_code& error) {
  return fail(ErrorCode::kIo, path.string() + ": " + error.message());
}

// A second name for the same file; a copy where the file system has no links (FAT).
std::error_code link_or_copy(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::create_hard_link(from, to, error);
  if (!error) return error;
  error.clear();
  const auto written = fs::last_write_time(from, error);
  if (!error) fs::copy_file(from, to, error);
  if (!error) fs::last_write_time(to, written, error);
  return error;
}

// New names are on the disk once their folder and, where it is new as well, the folders above are.
Status sync_up_to(fs::path folder, const fs::path& top) {
  for (;; folder = folder.parent_path()) {
    if (Status synced = sync_folder(folder); !synced || folder == top || !folder.has_relative_path()) return synced;
  }
}

}  // namespace

Result<StagedTrust> StagedTrust::create(const fs::path& directory) {
  std::error_code error;
  fs::create_directories(directory, error);
  if (error) return io_error(directory, error);
  auto lock = FileLock::take(directory / ".lock");
  if (!lock) return fail(lock.error());
  StagedTrust staged(directory, std::move(*lock));
  if (const Status copied = staged.copy(); !copied) return fail(copied.error());
  return staged;
}

Status StagedTrust::copy() {
  std::error_code error;
  fs::remove_all(folder_, error);
  fs::create_directories(folder_, error);
  if (error) return io_error(folder_, error);
  fs::recursive_directory_iterator entry(directory_, error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    const bool own = entry.depth() == 0 && is_own(entry->path().filename());
    if (own) entry.disable_recursion_pending();
    if (own) continue;
    const fs::path to = folder_ / entry->path().lexically_relative(directory_);
    if (entry->is_directory(error))
      fs::create_directories(to, error);
    else if (entry->is_regular_file(error))
      error = link_or_copy(entry->path(), to);
    if (error) return io_error(entry->path(), error);
  }
  if (error) return io_error(directory_, error);
  return {};
}

Status StagedTrust::put(const fs::path& place, std::string_view content, WallTime written) {
  std::error_code error;
  fs::create_directories((folder_ / place).parent_path(), error);
  if (error) return io_error(folder_ / place, error);
  put_.push_back(place);
  return write_durably(folder_ / place, content, written);
}

Status StagedTrust::commit() {
  for (const fs::path& place : put_) {
    const fs::path to = directory_ / place;
    std::error_code error;
    fs::create_directories(to.parent_path(), error);
    if (!error) fs::rename(folder_ / place, to, error);
    if (error) return io_error(to, error);
    if (Status synced = sync_up_to(to.parent_path(), directory_); !synced) return synced;
  }
  return {};
}

StagedTrust::~StagedTrust() {
  std::error_code ignored;
  if (!directory_.empty()) fs::remove_all(folder_, ignored);
}

}  // namespace gate
