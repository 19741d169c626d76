#pragma once

#include <string>
#include <string_view>

#include "common/result.h"
#include "encoding/bytes.h"

namespace gate {

/// Decodes base45 (RFC 9285). kInvalidInput for a character outside the alphabet, a length of 3n+1, or a group whose
/// value does not fit its bytes; the message holds the offset, never the text. Reentrant.
Result<Bytes> decode_base45(std::string_view text);

/// The one encoding of these bytes. Reentrant.
std::string encode_base45(ByteView bytes);

}  // namespace gate
