#pragma once

#include "encoding/bytes.h"

namespace gate {

/// Whether the bytes are UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF. Reentrant.
bool is_utf8(ByteView bytes);

}  // namespace gate
