#include "gatectl/pass_files.h"

#include <fstream>

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

}  // namespace gate
