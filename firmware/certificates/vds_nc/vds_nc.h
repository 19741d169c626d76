#pragma once

#include <string_view>

#include "certificates/certificate_verifier.h"
#include "certificates/trust_store.h"
#include "common/clock.h"

namespace gate {

/// Caps on what is read of a VDS-NC; past them it is refused as too_large or json_invalid. The largest QR code holds
/// 2953 bytes; files are written with line breaks and indents.
inline constexpr std::size_t kMaxVdsNcTextBytes = 16 * 1024;

/// Whether the text claims to be one: a JSON object or array in which "data" and "sig" occur.
bool looks_like_vds_nc(std::string_view text);

/// Verifies an ICAO Visible Digital Seal for Non-Constrained environments (ICAO technical report VDS-NC 1.4; keys:
/// Doc 9303-12): all of the result but `verified`. Checks, in order: size, json, envelope (data, hdr, sig),
/// content_type (icao.vacc or icao.test, version 1), algorithm (ES256, ES384, ES512), signer (its certificate is
/// readable), chain (an authority of the trust store vouches for it), signature, issuer (its country is the header's),
/// signer_validity, signer_revocation, key_usage, schema. A seal states no validity of its own: its signer's is its
/// own, and stands as expires_at. Reentrant; never throws; at most 9 signature checks.
CertificateVerification verify_vds_nc(std::string_view text, const TrustStore& trust_store, WallTime now);

}  // namespace gate
