#pragma once

#include <array>

#include "encoding/bytes.h"

namespace gate {

using Sha256 = std::array<std::uint8_t, 32>;

/// SHA-256 (FIPS 180-4). Reentrant; about 1 ms a megabyte. Aborts when OpenSSL has none to offer: nothing this program
/// believes could be checked then.
Sha256 sha256(ByteView bytes);

}  // namespace gate
