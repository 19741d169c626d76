#pragma once

#include <string_view>

namespace gate {

/// Why a certificate is not believed: the one published list of reason codes of `gatectl certificate verify`.
/// Ordered as the checks run, from the text inwards and then from the signature outwards.
enum class CertificateRefusal {
  kFormatUnknown,       ///< nothing we know
  kTooLarge,            ///< past a documented cap
  kEncodingInvalid,     ///< base45, base32, base64url or digit text is malformed
  kChunksIncomplete,    ///< a certificate split over several codes of which one is missing
  kCompressionInvalid,  ///< zlib or deflate stream is broken or too large when unpacked
  kCborInvalid,
  kJsonInvalid,
  kCoseInvalid,           ///< not a COSE_Sign1, or its headers do not fit
  kJwsInvalid,            ///< not a compact JWS, or its header does not fit
  kContentUnsupported,    ///< well-formed but not a certificate we handle, for example WHO DDCC under HC1
  kAlgorithmUnsupported,  ///< not an algorithm of this format, or it does not fit the key
  kIssuerInvalid,         ///< the issuer's name is not one this format allows, for example http: in a health card
  kSignerUnknown,         ///< no key of that issuer with that id in the trust store
  kChainInvalid,          ///< the signer's certificate is not vouched for by an authority of the trust store
  kSignatureInvalid,
  kSignerExpired,       ///< the signer's certificate is not valid at the time of checking
  kSignerRevoked,       ///< the signer's certificate is on its authority's revocation list
  kKeyUsageNotAllowed,  ///< the signer may not sign this kind (extended key usage)
  kNotYetValid,
  kExpired,
  kSchemaInvalid,          ///< required fields are missing or malformed
  kSeveralEntries,         ///< more than one statement, where the rule is one
  kRevocationListInvalid,  ///< the issuer's revocation list cannot be used, so nobody knows
  kRevoked,
};

/// "format_unknown", "too_large", …
std::string_view to_string(CertificateRefusal refusal);

}  // namespace gate
