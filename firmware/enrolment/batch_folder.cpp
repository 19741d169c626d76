#include "enrolment/batch_folder.h"

#include <fcntl.h>
#include <unistd.h>

#include "encoding/bounded_file.h"
#include "passes/pass_codec.h"

namespace gate {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kHalfWritten = ".half-written";

bool write_all(int descriptor, ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return true;
}

template <class Each>
void for_each_file(const fs::path& folder, Each each) {
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) each(at->path());
}

}  // namespace

Result<BatchFolder> BatchFolder::open(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return fail(ErrorCode::kIo, folder.string() + ": cannot be made: " + error.message());
  auto lock = FileLock::take(folder / ".lock");
  if (!lock && lock.error().code == ErrorCode::kTimeout)
    return fail(ErrorCode::kTimeout, folder.string() + ": another run is at work here; wait for its end");
  if (!lock) return fail(lock.error());
  std::vector<fs::path> left;
  for_each_file(folder, [&](const fs::path& file) {
    if (file.extension() == kHalfWritten) left.push_back(file);
  });
  for (const fs::path& file : left) fs::remove(file, error);
  return BatchFolder(folder, *std::move(lock));
}

Status BatchFolder::write(std::string_view name, ByteView content) const {
  const fs::path place = path(name);
  const fs::path beside = place.string() + std::string(kHalfWritten);
  const auto failed = [&] {
    return fail(ErrorCode::kIo, place.string() + ": cannot write: " + std::generic_category().message(errno));
  };
  ::unlink(beside.c_str());
  const int descriptor = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0) return failed();
  const bool good = write_all(descriptor, content) && ::fsync(descriptor) == 0;
  auto error = failed();
  ::close(descriptor);
  if (!good) return error;
  if (::rename(beside.c_str(), place.c_str()) != 0) return failed();
  return sync_folder(folder_);
}

bool BatchFolder::holds(const PassId& id, const Sha256& content) const {
  const auto bytes = read_bounded_file(path(name_of(id)), kMaxPassBytes);
  return bytes && sha256(bytes_of(*bytes)) == content;
}

Result<Bytes> BatchFolder::read_pass(const PassId& id) const {
  const auto bytes = read_bounded_file(path(name_of(id)), kMaxPassBytes);
  if (!bytes) return fail(bytes.error());
  return Bytes(bytes->begin(), bytes->end());
}

void BatchFolder::remove_pass(const PassId& id) const {
  std::error_code ignored;
  fs::remove(path(name_of(id)), ignored);
}

std::vector<PassId> BatchFolder::passes() const {
  std::vector<PassId> ids;
  for_each_file(folder_, [&](const fs::path& file) {
    if (file.extension() != ".pass") return;
    if (const auto id = parse_pass_id(file.stem().string())) ids.push_back(*id);
  });
  return ids;
}

}  // namespace gate
