#pragma once

#include "encoding/bytes.h"
#include "encoding/cbor_value.h"

namespace gate {

/// Encodes a value deterministically (RFC 8949, 4.2.1): definite lengths, shortest integers and floats, map keys sorted
/// bytewise by their encoding, one NaN. Equal values give equal bytes. A map with the same key twice, or a tag without
/// exactly one content, is the caller's bug. Reentrant.
Bytes write_cbor(const CborValue& value);

}  // namespace gate
