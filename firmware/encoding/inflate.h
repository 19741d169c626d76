#pragma once

#include <cstddef>

#include "common/result.h"
#include "encoding/bytes.h"

namespace gate {

/// Unpacks one zlib stream (RFC 1950) that fills `input`. kInvalidInput when it is broken, cut short, followed by
/// other bytes, or larger than `max_bytes` when unpacked: memory stays within `max_bytes` whatever it claims.
/// Reentrant.
Result<Bytes> inflate_zlib(ByteView input, std::size_t max_bytes);

/// The same for a bare deflate stream (RFC 1951), as JOSE packs with "zip":"DEF" (RFC 7516, 4.1.3).
Result<Bytes> inflate_raw(ByteView input, std::size_t max_bytes);

}  // namespace gate
