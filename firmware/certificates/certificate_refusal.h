#pragma once

#include <string_view>

namespace gate {

/// Why a certificate is not believed: the one published list of reason codes of `gatectl certificate verify`.
/// Ordered as the checks run.
enum class CertificateRefusal {
  kFormatUnknown,       ///< nothing we know: no "HC1:" in front
  kTooLarge,            ///< past a documented cap
  kEncodingInvalid,     ///< base45 or JWS text is malformed
  kCompressionInvalid,  ///< zlib stream is broken or too large when unpacked
  kCborInvalid,
  kCoseInvalid,           ///< not a COSE_Sign1, or its headers do not fit
  kContentUnsupported,    ///< well-formed but not a certificate we handle, for example WHO DDCC under HC1
  kAlgorithmUnsupported,  ///< neither ES256 nor PS256, or it does not fit the key
  kSignerUnknown,         ///< no key with that id in the trust store
  kSignatureInvalid,
  kSignerExpired,       ///< the signer's certificate is not valid at the time of checking
  kKeyUsageNotAllowed,  ///< the signer may not sign this kind (extended key usage)
  kNotYetValid,
  kExpired,
  kSchemaInvalid,   ///< required fields are missing or malformed
  kSeveralEntries,  ///< more than one statement, where the rule is one
};

/// "format_unknown", "too_large", …
std::string_view to_string(CertificateRefusal refusal);

}  // namespace gate
