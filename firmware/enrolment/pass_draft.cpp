#include "enrolment/pass_draft.h"

#include <algorithm>

#include "certificates/certificate_verifier.h"
#include "certificates/holder_match.h"
#include "passes/sealing.h"

namespace gate {
namespace {

std::optional<IssueRefusal> judge(const PassOrder& order, const CertificateVerification& checked) {
  if (!checked.verified)
    return IssueRefusal{
        IssueReason::kCertificateRefused,
        "the certificate does not verify (" + std::string(to_string(*checked.refusal)) + ": " + checked.detail + ")"};
  if (!states_holder(order)) return std::nullopt;
  const HolderMatch match = compare_holders(order.holder, checked.verified->certificate().holder);
  if (match == HolderMatch::kMatches) return std::nullopt;
  return IssueRefusal{IssueReason::kHolderDiffers,
                      "the certificate is not this person's: " + std::string(to_string(match))};
}

}  // namespace

bool states_holder(const PassOrder& order) {
  const Holder& holder = order.holder;
  return !holder.family_name.empty() || !holder.given_name.empty() || !holder.birth_date.empty();
}

Result<PassDraft> draft_pass(const PassOrder& order, const std::shared_ptr<const TrustStore>& trust, WallTime now) {
  if (!trust && states_holder(order))
    return fail(ErrorCode::kInvalidInput, "comparing the holder needs --trust: only a genuine certificate names one");
  PassDraft draft;
  Pass& pass = draft.pass;
  if (auto filled = fill_random(pass.id.bytes); !filled) return fail(filled.error());
  pass.certificate = order.certificate;
  pass.issued_at = std::chrono::floor<std::chrono::seconds>(now);
  pass.expires_at = pass.issued_at + std::chrono::days{order.valid_days};
  pass.initials = order.initials;
  if (!trust) return draft;
  const auto checked = CertificateVerifier(trust).verify(pass.certificate, pass.issued_at);
  draft.refusal = judge(order, checked);
  if (!checked.verified) return draft;
  const Certificate& certificate = checked.verified->certificate();
  if (const auto expires = certificate.expires_at; expires)
    pass.expires_at = std::min(pass.expires_at, WallTime{std::chrono::floor<std::chrono::seconds>(*expires)});
  const auto identity = certificate_identity(certificate);
  if (!identity) return fail(identity.error());
  draft.identity = *identity;
  return draft;
}

}  // namespace gate
