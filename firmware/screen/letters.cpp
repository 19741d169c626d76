#include "screen/letters.h"

namespace gate {

std::u32string letters_of(std::string_view utf8) {
  std::u32string letters;
  for (const char byte : utf8) {
    const auto value = static_cast<unsigned char>(byte);
    const bool continues = (value & 0xC0U) == 0x80U;
    if (continues && !letters.empty()) {
      letters.back() = (letters.back() << 6U) | (value & 0x3FU);
    } else if (!continues) {
      letters += value < 0x80 ? value : value < 0xE0 ? value & 0x1FU : value < 0xF0 ? value & 0x0FU : value & 0x07U;
    }
  }
  return letters;
}

}  // namespace gate
