#include "console/private_file.h"

#include "encoding/durable_file.h"

namespace gate {

Status write_private_file(const std::filesystem::path& file, std::string_view text) {
  std::error_code ignored;  // then the file cannot be made, which says so
  std::filesystem::create_directories(file.parent_path(), ignored);
  return replace_durably(file, text, ReadableBy::kOwner);
}

}  // namespace gate
