#pragma once

#include <string_view>

#include "encoding/bytes.h"

namespace gate {

/// Whether the bytes are UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF. Reentrant.
bool is_utf8(ByteView bytes);

/// How many code points there are in a text that is UTF-8. Reentrant.
std::size_t utf8_characters(std::string_view text);

}  // namespace gate
