#include "encoding/new_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "encoding/durable_file.h"

namespace gate {

NewFile::NewFile(const std::filesystem::path& place) : place_(place), beside_(place.string() + ".new") {
  ::unlink(beside_.c_str());
  descriptor_ = ::open(beside_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  good_ = descriptor_ >= 0;
  if (!good_) reason_ = errno;
}

NewFile::~NewFile() {
  if (descriptor_ < 0) return;
  ::close(descriptor_);
  ::unlink(beside_.c_str());
}

void NewFile::write(ByteView bytes) {
  if (good_ && note(write_all(descriptor_, bytes))) bytes_ += bytes.size();
}

Status NewFile::finish() {
  if (good_) note(::fsync(descriptor_) == 0 && move_into_place());
  if (good_) return sync_folder(place_.parent_path());
  return fail(ErrorCode::kIo, place_.string() + ": cannot write: " + std::generic_category().message(reason_));
}

/// FAT, a stick's, has no links; NFS has no such rename.
bool NewFile::move_into_place() const {
  if (::renameat2(AT_FDCWD, beside_.c_str(), AT_FDCWD, place_.c_str(), RENAME_NOREPLACE) == 0) return true;
  return errno == EINVAL && ::link(beside_.c_str(), place_.c_str()) == 0;
}

bool NewFile::note(bool good) {
  if (!good) reason_ = errno;
  return good_ = good;
}

Status write_new_file(const std::filesystem::path& file, ByteView content) {
  NewFile out(file);
  out.write(content);
  return out.finish();
}

}  // namespace gate
