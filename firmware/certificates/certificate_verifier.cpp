#include "certificates/certificate_verifier.h"

#include "certificates/eu_dcc/eu_dcc.h"

namespace gate {

CertificateVerifier::CertificateVerifier(std::shared_ptr<const TrustStore> trust_store)
    : trust_store_(std::move(trust_store)) {}

CertificateVerification CertificateVerifier::verify(std::string_view text, WallTime now) const {
  CertificateVerification verification = verify_eu_dcc(text, *trust_store_, now);
  if (!verification.refusal) verification.verified = VerifiedCertificate(*verification.decoded, now);
  return verification;
}

}  // namespace gate
