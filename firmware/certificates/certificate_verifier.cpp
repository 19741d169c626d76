#include "certificates/certificate_verifier.h"

#include "certificates/eu_dcc/eu_dcc.h"
#include "certificates/smart_health_card/smart_health_card.h"

namespace gate {

CertificateVerifier::CertificateVerifier(std::shared_ptr<const TrustStore> trust_store)
    : trust_store_(std::move(trust_store)) {}

namespace {

// Tells the formats apart by their text; what is none of them is refused as an EU DCC without its prefix.
CertificateVerification verify_any(std::string_view text, const TrustStore& trust_store, WallTime now) {
  if (looks_like_smart_health_card(text)) return verify_smart_health_card(text, trust_store, now);
  return verify_eu_dcc(text, trust_store, now);
}

}  // namespace

CertificateVerification CertificateVerifier::verify(std::string_view text, WallTime now) const {
  CertificateVerification verification = verify_any(text, *trust_store_, now);
  if (!verification.refusal) verification.verified = VerifiedCertificate(*verification.decoded, now);
  return verification;
}

}  // namespace gate
