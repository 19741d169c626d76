#pragma once

#include <memory>
#include <optional>
#include <string>

#include "access/policy.h"
#include "rules/rule_set.h"
#include "terminal/clock_floor.h"
#include "terminal/enrolled.h"

namespace gate {

/// What the venue asks of a certificate; every decision goes by it. objection() asks whether a certificate alone would
/// let its holder in, now: that is checked before it is bound to a face, so that nobody gets a pass that the gate
/// refuses a minute later. Immutable; the recognition thread's.
struct CertificateJudge {
  Policy policy;
  std::shared_ptr<const RuleSet> rules;  ///< null: the policy alone decides
  std::string country;                   ///< of arrival, for the rules
  const ClockFloor& clock_floor;

  /// The first of: clock, trust lists, the verification's refusal, the policy, the rules; nothing when all hold.
  std::optional<Reason> objection(const CertificateVerification& checked, const TrustAges& trust_ages,
                                  WallTime now) const;
};

}  // namespace gate
