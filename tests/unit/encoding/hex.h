#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "encoding/bytes.h"

namespace gate {

/// The bytes of a hex text; spaces are skipped, so that vectors stay readable.
inline Bytes from_hex(std::string_view hex) {
  std::string digits;
  for (const char c : hex) {
    if (c != ' ') digits += c;
  }
  if (digits.size() % 2 != 0) throw std::invalid_argument("odd number of hex digits");
  Bytes bytes;
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    bytes.push_back(static_cast<std::uint8_t>(std::stoi(digits.substr(i, 2), nullptr, 16)));
  }
  return bytes;
}

}  // namespace gate
