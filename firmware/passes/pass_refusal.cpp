#include "passes/pass_refusal.h"

namespace gate {

std::string_view to_string(PassRefusal refusal) {
  switch (refusal) {
    case PassRefusal::kTooLarge: return "too_large";
    case PassRefusal::kEncodingInvalid: return "encoding_invalid";
    case PassRefusal::kCoseInvalid: return "cose_invalid";
    case PassRefusal::kAuthorityUnknown: return "authority_unknown";
    case PassRefusal::kSignatureInvalid: return "signature_invalid";
    case PassRefusal::kVersionUnsupported: return "version_unsupported";
    case PassRefusal::kClaimsInvalid: return "claims_invalid";
    case PassRefusal::kAuthorityRevoked: return "authority_revoked";
    case PassRefusal::kNotDelegated: return "not_delegated";
    case PassRefusal::kNotYetValid: return "not_yet_valid";
    case PassRefusal::kExpired: return "expired";
    case PassRefusal::kCertificateNotVerified: return "certificate_not_verified";
    case PassRefusal::kRevoked: return "revoked";
  }
  return "claims_invalid";
}

}  // namespace gate
