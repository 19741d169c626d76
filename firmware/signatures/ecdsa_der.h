#pragma once

#include "encoding/bytes.h"

namespace gate {

/// An ECDSA signature as OpenSSL wants it, from r and s side by side, as COSE, JWS and VDS-NC carry it (RFC 9053, 2.1).
/// Empty when OpenSSL refuses. `signature`: two numbers of the same length. Private to this folder.
Bytes ecdsa_der(ByteView signature);

}  // namespace gate
