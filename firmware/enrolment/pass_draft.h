#pragma once

#include <memory>
#include <optional>
#include <string>

#include "certificates/certificate.h"
#include "certificates/trust_store.h"
#include "enrolment/issue_reason.h"
#include "passes/certificate_identity.h"
#include "passes/pass.h"

namespace gate {

/// What the desk knows of a visitor, but for the face.
struct PassOrder {
  std::string certificate;  ///< what its code holds
  int valid_days = 30;
  std::string initials;
  Holder holder;  ///< as an identity document says; empty fields are not compared
};

/// A pass without its samples, and what is to be said of its certificate.
struct PassDraft {
  Pass pass;
  /// That the certificate does not verify, or is another person's. A pass of the former can be issued, no terminal
  /// would believe it; one of the latter must not be.
  std::optional<IssueRefusal> refusal;
  std::optional<CertificateIdentity> identity;  ///< of a certificate that verifies
};

/// Whether the order names a holder to compare with.
bool states_holder(const PassOrder& order);

/// A new id, and no longer valid than the certificate. `trust`: null, and the certificate is taken as it is; then
/// kInvalidInput when the order names a holder, for only a genuine certificate does. kInternal without random numbers.
/// Thread-safe; 0.1 ms.
Result<PassDraft> draft_pass(const PassOrder& order, const std::shared_ptr<const TrustStore>& trust, WallTime now);

}  // namespace gate
