#include "encoding/hex.h"

#include <charconv>

namespace gate {

Result<Bytes> decode_hex(std::string_view text) {
  const auto error = [](std::string_view what) { return fail(ErrorCode::kInvalidInput, "hex: " + std::string(what)); };
  if (text.size() % 2 != 0) return error("an odd number of digits");
  Bytes bytes(text.size() / 2);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const char* pair = text.data() + 2 * i;
    const auto [end, failure] = std::from_chars(pair, pair + 2, bytes[i], 16);
    if (failure != std::errc() || end != pair + 2) return error("not a digit");
  }
  return bytes;
}

}  // namespace gate
