#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "common/result.h"

namespace gate {

/// Caps of the specification (SMART Health Cards Framework 1.4, "Chunking"): a chunk fills one version 22 QR code. A
/// card in one piece may be as long as the largest QR code's digits.
inline constexpr std::size_t kMaxChunkCharacters = 1191;
inline constexpr std::size_t kMaxSingleCharacters = 3544;  ///< 7089 digits, of which two make a character
inline constexpr int kMaxChunks = 32;

/// One QR code of a card: "shc:/" and digits, or one of several as "shc:/2/3/" and digits.
struct NumericCode {
  int index = 1;           ///< from 1 to total
  int total = 1;           ///< "1/1" is one piece as well
  std::string characters;  ///< of the compact JWS
};

/// Whether the text claims to be such a code.
bool looks_like_numeric_code(std::string_view text);

/// Reads one code. kInvalidInput when the digits are not pairs from 00 to 77 (characters '-' to 'z') or the head is
/// malformed; kUnsupported when it is longer than the caps. Reentrant.
Result<NumericCode> read_numeric_code(std::string_view text);

/// Puts the codes of one card together, in whatever order they came. kInvalidInput when they disagree about their
/// number, or one is missing, doubled or numbered past the last.
Result<std::string> join_numeric_codes(const std::vector<NumericCode>& codes);

}  // namespace gate
