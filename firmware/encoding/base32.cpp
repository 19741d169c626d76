#include "encoding/base32.h"

#include <string>

namespace gate {

namespace {

tl::unexpected<Error> error(std::size_t offset, std::string_view what) {
  return fail(ErrorCode::kInvalidInput, "base32, character " + std::to_string(offset) + ": " + std::string(what));
}

int value_of(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= '2' && c <= '7') return c - '2' + 26;
  return -1;
}

}  // namespace

Result<Bytes> decode_base32(std::string_view text) {
  while (!text.empty() && text.back() == '=') text.remove_suffix(1);
  const std::size_t rest = text.size() % 8;
  if (rest == 1 || rest == 3 || rest == 6) return error(text.size(), "cut short");
  Bytes bytes;
  bytes.reserve(text.size() / 8 * 5 + 5);
  unsigned bits = 0;
  int count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int value = value_of(text[i]);
    if (value < 0) return error(i, "not in the alphabet");
    bits = bits << 5 | static_cast<unsigned>(value);
    count += 5;
    if (count < 8) continue;
    count -= 8;
    bytes.push_back(static_cast<std::uint8_t>(bits >> count));
    bits &= (1U << count) - 1;
  }
  if (bits != 0) return error(text.size(), "bits are left over");
  return bytes;
}

}  // namespace gate
