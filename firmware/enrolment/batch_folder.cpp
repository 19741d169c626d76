#include "enrolment/batch_folder.h"

#include "encoding/bounded_file.h"
#include "encoding/durable_file.h"
#include "encoding/folder_files.h"
#include "passes/pass_codec.h"
#include "passes/pass_import.h"

namespace gate {

namespace fs = std::filesystem;

Result<BatchFolder> BatchFolder::open(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return fail(ErrorCode::kIo, folder.string() + ": cannot be made: " + error.message());
  auto lock = FileLock::take(folder / ".lock");
  if (!lock && lock.error().code == ErrorCode::kTimeout)
    return fail(ErrorCode::kTimeout, folder.string() + ": another run is at work here; wait for its end");
  if (!lock) return fail(lock.error());
  const auto half_written =
      files_in(folder, [](const fs::path& file) { return file.extension() == ".new" && is_pass_file(file.stem()); });
  if (!half_written) return fail(half_written.error());
  for (const fs::path& file : *half_written) fs::remove(file, error);
  return BatchFolder(folder, *std::move(lock));
}

Status BatchFolder::write(std::string_view name, ByteView content) const {
  const std::string_view text(reinterpret_cast<const char*>(content.data()), content.size());
  return replace_durably(path(name), text, ReadableBy::kOwner);
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

Result<std::vector<PassId>> BatchFolder::passes() const {
  const auto files = files_in(folder_, is_pass_file);
  if (!files) return fail(files.error());
  std::vector<PassId> ids;
  for (const fs::path& file : *files)
    if (const auto id = parse_pass_id(file.stem().string())) ids.push_back(*id);
  return ids;
}

}  // namespace gate
