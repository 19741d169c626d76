#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "certificates/certificate_verifier.h"
#include "certificates/trust_store.h"
#include "passes/pass.h"
#include "passes/pass_refusal.h"

namespace gate {

/// One step of the verification, in the order they ran: "size", "encoding" (of a QR text), "cose", "authority",
/// "signature", "claims", "revocation" (of the authority), "delegation" (of a pass that a delegate signed),
/// "not_yet_valid", "expired", "certificate".
struct PassCheck {
  std::string_view name;
  bool passed;
};

/// What came out of verifying: `verified` holds when and only when `refusal` does not.
struct PassVerification {
  std::vector<PassCheck> checks;  ///< ends with the first that failed
  std::optional<PassRefusal> refusal;
  std::string detail;                                  ///< one line for a technician; no personal data
  std::optional<CertificateVerification> certificate;  ///< once it came to that; without what it says of its holder
  std::optional<VerifiedPass> verified;
};

/// Verifies passes: the authority's signature first, so that nothing inside is read before it is known to be genuine;
/// then the claims, what a delegate may issue, the pass's validity, and its certificate. Thread-safe (const, immutable
/// trust store); no I/O.
class PassVerifier {
 public:
  explicit PassVerifier(std::shared_ptr<const TrustStore> trust_store);

  /// `bytes`: a `.pass` file, the text of a QR pass (looks_like_qr_pass()), or a record of the store. Hostile input:
  /// bounded in bytes, nesting, items and time. Never throws. About 0.15 ms. Whether the pass is revoked is the store's
  /// to say.
  PassVerification verify(ByteView bytes, WallTime now) const;

  /// For certificates without a pass, on the same trust store.
  const CertificateVerifier& certificates() const { return certificate_verifier_; }
  const std::shared_ptr<const TrustStore>& trust_store() const { return trust_store_; }

 private:
  class Run;

  std::shared_ptr<const TrustStore> trust_store_;
  CertificateVerifier certificate_verifier_;
};

}  // namespace gate
