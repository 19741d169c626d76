#pragma once

#include <cstdint>

namespace gate {

/// The signatures we believe, by their COSE numbers (RFC 9053, 2.1; RFC 8230, 2).
enum class SignatureAlgorithm : std::int64_t {
  kEs256 = -7,   ///< ECDSA on P-256 with SHA-256; exactly 64 bytes, r then s
  kPs256 = -37,  ///< RSASSA-PSS, SHA-256, MGF1-SHA256, salt of 32 bytes; RSA of 1024 bits or more
};

}  // namespace gate
