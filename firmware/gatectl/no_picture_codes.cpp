// In place of picture_codes.cpp in a device build (GATE_DEVICE).
#include "gatectl/picture_codes.h"

namespace gate {

Result<std::vector<std::string>> codes_in_picture(const std::filesystem::path& file) {
  return fail(ErrorCode::kUnsupported,
              file.string() + ": pictures are not read on a device; give the code's text, or use gatectl at the desk");
}

}  // namespace gate
