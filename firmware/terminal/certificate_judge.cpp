#include "terminal/certificate_judge.h"

#include "terminal/reasons.h"

namespace gate {

std::optional<Reason> CertificateJudge::objection(const CertificateVerification& checked, const TrustAges& trust_ages,
                                                  WallTime now) const {
  if (!clock_floor.trusts(now)) return Reason::kClockNotTrusted;
  if (!trust_ages.fresh(checked.format, now)) return Reason::kTrustStoreStale;
  if (!checked.verified) return reason_of(*checked.refusal);
  const Certificate& certificate = checked.verified->certificate();
  if (const auto unmet = check_policy(certificate, policy, now)) return unmet;
  if (!rules) return std::nullopt;
  const auto objection = objection_of(rules->evaluate(certificate, country, now));
  return objection ? std::optional(objection->reason) : std::nullopt;
}

}  // namespace gate
