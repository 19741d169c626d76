#include "certificates/certificate_verifier.h"

#include "certificates/eu_dcc/eu_dcc.h"
#include "certificates/nzcp/nzcp.h"
#include "certificates/smart_health_card/smart_health_card.h"
#include "certificates/vds_nc/vds_nc.h"

namespace gate {

namespace {

using Verify = CertificateVerification (*)(std::string_view text, const TrustStore& trust_store, WallTime now);

// Tells the formats apart by their text; what is none of them is refused as an EU DCC without its prefix.
Verify verifier_of(std::string_view text) {
  if (looks_like_vds_nc(text)) return verify_vds_nc;
  if (looks_like_nzcp(text)) return verify_nzcp;
  if (looks_like_smart_health_card(text)) return verify_smart_health_card;
  return verify_eu_dcc;
}

}  // namespace

CertificateVerifier::CertificateVerifier(std::shared_ptr<const TrustStore> trust_store)
    : trust_store_(std::move(trust_store)) {}

CertificateVerification CertificateVerifier::verify(std::string_view text, WallTime now) const {
  CertificateVerification verification = verifier_of(text)(text, *trust_store_, now);
  if (!verification.refusal) verification.verified = VerifiedCertificate(*verification.decoded, now);
  return verification;
}

}  // namespace gate
