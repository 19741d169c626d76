#include "gatectl/pass_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <fstream>
#include <system_error>

#include "encoding/durable_file.h"

namespace gate {

Result<Bytes> read_whole_file(const std::filesystem::path& file, std::size_t most) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return fail(ErrorCode::kNotFound, file.string() + ": cannot be opened");
  Bytes content(most + 1);
  in.read(reinterpret_cast<char*>(content.data()), static_cast<std::streamsize>(content.size()));
  if (in.bad()) return fail(ErrorCode::kIo, file.string() + ": cannot be read");
  content.resize(static_cast<std::size_t>(in.gcount()));
  if (content.size() > most) return fail(ErrorCode::kInvalidInput, file.string() + ": too large");
  return content;
}

Status write_new_file(const std::filesystem::path& file, ByteView content) {
  const auto failed = [&] {
    return fail(ErrorCode::kIo, file.string() + ": cannot write: " + std::generic_category().message(errno));
  };
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) return failed();
  const bool written = write_all(descriptor, content);
  const auto error = failed();
  ::close(descriptor);
  if (written) return {};
  ::unlink(file.c_str());
  return error;
}

}  // namespace gate
