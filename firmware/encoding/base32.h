#pragma once

#include <string_view>

#include "common/result.h"
#include "encoding/bytes.h"

namespace gate {

/// Decodes base32 (RFC 4648, 6), upper case, padded or not. kInvalidInput for a character outside the alphabet, a
/// length no encoding has, or bits left over that are not zero. Reentrant.
Result<Bytes> decode_base32(std::string_view text);

}  // namespace gate
