#pragma once

#include <string>
#include <string_view>

#include "common/result.h"
#include "encoding/bytes.h"

namespace gate {

/// Decodes base64url without padding (RFC 4648, 5; RFC 7515, 2), as JOSE writes it. kInvalidInput for a character
/// outside the alphabet, a length of 4n+1, or bits left over that are not zero: one spelling for each value. Reentrant.
Result<Bytes> decode_base64url(std::string_view text);

/// Decodes base64 with padding (RFC 4648, 4), as PEM and JSON lists write it. kInvalidInput as above. Reentrant.
Result<Bytes> decode_base64(std::string_view text);

/// Either alphabet, padded or not: for signers that write one where the specification says the other (seen in VDS-NC).
Result<Bytes> decode_any_base64(std::string_view text);

std::string encode_base64url(ByteView bytes);
std::string encode_base64(ByteView bytes);

}  // namespace gate
