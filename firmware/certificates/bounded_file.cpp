#include "certificates/bounded_file.h"

#include <fstream>

namespace gate {

Result<std::string> read_bounded_file(const std::filesystem::path& file, std::size_t max_bytes) {
  std::ifstream stream(file, std::ios::binary);
  std::string content(max_bytes + 1, '\0');
  if (stream) stream.read(content.data(), static_cast<std::streamsize>(content.size()));
  if (!stream.is_open() || stream.bad()) return fail(ErrorCode::kNotFound, file.string() + ": cannot be read");
  if (!stream.eof()) {
    return fail(ErrorCode::kInvalidInput, file.string() + ": longer than " + std::to_string(max_bytes) + " bytes");
  }
  content.resize(static_cast<std::size_t>(stream.gcount()));
  return content;
}

}  // namespace gate
