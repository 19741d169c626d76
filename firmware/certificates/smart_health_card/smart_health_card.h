#pragma once

#include <cstddef>
#include <string_view>

#include "certificates/certificate_verifier.h"
#include "certificates/trust_store.h"
#include "common/clock.h"

namespace gate {

/// Cap on what one card unpacks to; past it the card is refused as compression_invalid. Caps on the text: card_file.h,
/// numeric_code.h. The specification's cards unpack to 1 to 3 KB, a laboratory report to about 30 KB, a patient summary
/// (no longer in one QR code) to more.
inline constexpr std::size_t kMaxCardUnpackedBytes = 256 * 1024;

/// Whether the text claims to be a SMART Health Card, in any form a visitor may show (card_file.h).
bool looks_like_smart_health_card(std::string_view text);

/// Verifies SMART Health Cards (SMART Health Cards Framework 1.4): all of the result but `verified`. Checks, in order:
/// those of the text (card_file.h), then for each card jws, algorithm, header, compression, json, payload, issuer,
/// signer, signature, revocation, not_yet_valid, expired, schema. Of several cards all must hold. Holder, issuer and
/// key id are then those of the first that states anything; what others state about the same person (name and birth
/// date, letter for letter) is put together with it, valid from the latest card's date to the earliest one's expiry;
/// what they state about other people is left out: a family's file is a good file.
///
/// A card's payload or FHIR Bundle without a signature is refused as jws_invalid, and still held against payload, times
/// and schema, so that an issuer can try its content. Reentrant; never throws.
CertificateVerification verify_smart_health_card(std::string_view text, const TrustStore& trust_store, WallTime now);

}  // namespace gate
