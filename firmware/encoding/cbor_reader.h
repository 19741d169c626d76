#pragma once

#include <cstddef>

#include "common/result.h"
#include "encoding/bytes.h"
#include "encoding/cbor_value.h"

namespace gate {

/// What read_cbor() takes at most. The defaults are for certificates; a pass with templates asks for more bytes.
struct CborLimits {
  std::size_t bytes = 64 * 1024;
  std::size_t items = 10'000;  ///< every key, value, element, tag and string chunk counts
  int depth = 16;              ///< arrays, maps and tags inside each other; a certificate needs 7
};

/// Reads exactly one CBOR data item (RFC 8949) that fills `input`. Definite and indefinite lengths, all integer widths,
/// half, single and double floats, any tag. kInvalidInput, with the offset, for anything not well-formed, for invalid
/// UTF-8, for a map key that occurs twice (compared as values, not as bytes), for bytes left over, and past a limit.
/// Reentrant; memory and time are bounded by the limits.
Result<CborValue> read_cbor(ByteView input, const CborLimits& limits = {});

}  // namespace gate
