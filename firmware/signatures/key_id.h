#pragma once

#include <array>
#include <cstdint>

namespace gate {

/// First 8 bytes of a SHA-256: over a signer certificate's DER (EU DCC), or over a public key's SubjectPublicKeyInfo
/// DER (enrolment authorities). Not unique: a look-up tries every candidate.
using KeyId = std::array<std::uint8_t, 8>;

}  // namespace gate
