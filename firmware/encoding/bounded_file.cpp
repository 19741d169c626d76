#include "encoding/bounded_file.h"

#include <fstream>

namespace gate {

Result<std::string> read_bounded_file(const std::filesystem::path& file, std::size_t max_bytes) {
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  if (status.type() == std::filesystem::file_type::not_found)
    return fail(ErrorCode::kNotFound, file.string() + ": no such file");
  if (status.type() != std::filesystem::file_type::regular)
    return fail(ErrorCode::kInvalidInput, file.string() + ": is not a regular file");
  std::ifstream stream(file, std::ios::binary);
  if (!stream.is_open()) return fail(ErrorCode::kIo, file.string() + ": cannot be read");
  const auto size = std::filesystem::file_size(file, error);
  if (error || size > max_bytes)
    return fail(ErrorCode::kInvalidInput, file.string() + ": is larger than " + std::to_string(max_bytes) + " bytes");
  std::string content(static_cast<std::size_t>(size), '\0');
  stream.read(content.data(), static_cast<std::streamsize>(size));
  if (stream.bad()) return fail(ErrorCode::kIo, file.string() + ": cannot be read");
  content.resize(static_cast<std::size_t>(stream.gcount()));  // it may have been cut short meanwhile
  return content;
}

}  // namespace gate
