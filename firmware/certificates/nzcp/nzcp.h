#pragma once

#include <string_view>

#include "certificates/certificate_verifier.h"
#include "certificates/trust_store.h"
#include "common/clock.h"

namespace gate {

/// Past it a text is refused as too_large; the largest QR code holds 4296 characters.
inline constexpr std::size_t kMaxNzcpTextBytes = 8 * 1024;

/// Whether the text claims to be a New Zealand pass: "NZCP:/" in front.
bool looks_like_nzcp(std::string_view text);

/// Verifies a NZ COVID Pass (technical specification, version 1): all of the result but `verified`. Checks, in order:
/// size, prefix, version (1), base32, cbor, cose (COSE_Sign1 under tag 18), header (kid in the protected header),
/// payload (claims around the credential), content_type (PublicCovidPass 1.0.0), algorithm (ES256, protected), issuer
/// (a did:web), signer (its document asserts this key), signature, not_yet_valid, expired, schema. Reentrant; never
/// throws.
CertificateVerification verify_nzcp(std::string_view text, const TrustStore& trust_store, WallTime now);

}  // namespace gate
