#pragma once

#include <algorithm>
#include <array>
#include <string_view>

#include "common/result.h"
#include "encoding/bytes.h"

namespace gate {

/// Two hex digits a byte, upper or lower case. kInvalidInput for anything else. Reentrant. The way back is to_hex().
Result<Bytes> decode_hex(std::string_view text);

/// Likewise into exactly so many bytes; kInvalidInput for more or fewer.
template <std::size_t Size>
Status decode_hex(std::string_view text, std::array<std::uint8_t, Size>& into) {
  const auto bytes = decode_hex(text);
  if (!bytes) return fail(bytes.error());
  if (bytes->size() != Size) return fail(ErrorCode::kInvalidInput, "hex: not " + std::to_string(2 * Size) + " digits");
  std::ranges::copy(*bytes, into.begin());
  return {};
}

}  // namespace gate
