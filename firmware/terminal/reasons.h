#pragma once

#include <optional>

#include "access/observation.h"
#include "access/reason.h"
#include "passes/pass_verifier.h"
#include "presentation_attack/liveness.h"
#include "rules/rule_verdict.h"
#include "vision/quality.h"

namespace gate {

// Each folder names its own failures; here, where all of them meet, they become the one list of reasons.

Reason reason_of(QualityIssue issue);

/// What access makes of a liveness verdict.
Liveness liveness_of(LivenessState state);

Reason reason_of(CertificateRefusal refusal);

/// Nothing when pass and certificate hold.
std::optional<Reason> reason_of(const PassVerification& verification);

/// Nothing when every rule holds, and there is one.
std::optional<RuleObjection> objection_of(const RuleVerdict& verdict);

}  // namespace gate
