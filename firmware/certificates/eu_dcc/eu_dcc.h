#pragma once

#include <string_view>

#include "certificates/certificate_verifier.h"
#include "certificates/trust_store.h"
#include "common/clock.h"

namespace gate {

/// Caps on what is read of an EU DCC; past them it is refused as too_large or compression_invalid.
inline constexpr std::size_t kMaxEuDccTextBytes = 8 * 1024;       ///< the largest QR code holds 4296 characters
inline constexpr std::size_t kMaxEuDccUnpackedBytes = 64 * 1024;  ///< certificates unpack to about 1 KB

/// Whether the text claims to be an EU DCC: "HC1:" in front.
bool looks_like_eu_dcc(std::string_view text);

/// Verifies an EU Digital COVID Certificate (eHealth Network, technical specifications, volumes 1 and 3): all of the
/// result but `verified`. Checks, in order: size, prefix, base45, compression, cbor, cose, payload (claims around the
/// certificate), algorithm, signer, signature, signer_validity, key_usage, not_yet_valid, expired, schema,
/// single_entry, revocation (when the trust store has any list of it). What the certificate says is judged when it is
/// known who says it. Reentrant; never throws.
CertificateVerification verify_eu_dcc(std::string_view text, const TrustStore& trust_store, WallTime now);

}  // namespace gate
