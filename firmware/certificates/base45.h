#pragma once

#include <string_view>

#include "certificates/bytes.h"
#include "common/result.h"

namespace gate {

/// Decodes base45 (RFC 9285). kInvalidInput for a character outside the alphabet, a length of 3n+1, or a group whose
/// value does not fit its bytes; the message holds the offset, never the text. Reentrant.
Result<Bytes> decode_base45(std::string_view text);

}  // namespace gate
