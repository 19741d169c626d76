#pragma once

#include <string_view>

namespace gate {

/// Why a pass is not believed: the one published list of reason codes. Ordered as the checks run.
enum class PassRefusal {
  kTooLarge,          ///< past kMaxPassBytes, or kMaxQrPassCharacters of a QR text
  kEncodingInvalid,   ///< a QR text that is not base45
  kCoseInvalid,       ///< not a COSE_Sign1 in deterministic form
  kAuthorityUnknown,  ///< no enrolment authority with that key id in the trust store
  kSignatureInvalid,
  kVersionUnsupported,  ///< genuine, but of a version of the format this program does not read
  kClaimsInvalid,       ///< genuine, but not as FORMAT.md says
  kAuthorityRevoked,    ///< the trust store says not to believe what this authority issued then
  kNotDelegated,        ///< a delegate's, issued outside the time or for longer than any delegation to it allows
  kNotYetValid,
  kExpired,
  kCertificateNotVerified,  ///< PassVerification::certificate says why
  kRevoked,                 ///< on the store's list of revoked passes
};

/// "too_large", "cose_invalid", …
std::string_view to_string(PassRefusal refusal);

}  // namespace gate
