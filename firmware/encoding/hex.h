#pragma once

#include <string_view>

#include "common/result.h"
#include "encoding/bytes.h"

namespace gate {

/// Two hex digits a byte, upper or lower case. kInvalidInput for anything else. Reentrant. The way back is to_hex().
Result<Bytes> decode_hex(std::string_view text);

}  // namespace gate
