#include "config/config_text.h"

#include "encoding/bounded_file.h"
#include "encoding/json_text.h"

namespace gate {

Result<std::string> read_text_file(const std::filesystem::path& file) {
  return read_bounded_file(file, JsonLimits{}.bytes);
}

}  // namespace gate
