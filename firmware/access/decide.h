#pragma once

#include "access/decision.h"
#include "access/match_limits.h"
#include "access/observation.h"
#include "access/policy.h"

namespace gate {

/// Admit or refuse. Pure, total (never throws, any input has an answer), deterministic, reentrant.
///
/// The first line that fails is the reason; the order is that of the enumeration Reason, but for the last:
///   1  nobody in front: kNoFace; more than one: kSeveralFaces
///   2  the picture's quality issue; then kShowCode, when a code is asked for and none is shown
///   3  kNotLive, as the policy's liveness rule asks; not while liveness is pending
///   4  no match, not a number, or beyond the limits: what is wrong with the code, if one is shown that is no pass
///      (kCodeNotRecognised, kCodeWithoutFace), else kUnknownPerson; near enough on its own (d1 within threshold and
///      cap) but with a runner-up too close: kAmbiguousMatch. Where a code is asked for only a pass shown can match. A
///      pass shown that does not verify has no face to compare with: its refusal comes in its place, below
///   5  kClockNotTrusted, then kTrustStoreStale: without them nothing below means anything
///   6  the refusal of pass or certificate on verifying them again; none given but no certificate either:
///      kPassNotVerified
///   7  the policy's reason
///   8  the national rules' objection, which the decision names
///   9  kProveLiveness, while liveness is pending: nobody is asked to turn their head who would be refused anyway
/// `limits`: those of one comparison when a pass is shown, else those of the gallery's size.
/// The decision names pass and distances whenever there was a match, also when refusing.
Decision decide(const Observation& observation, const Policy& policy, const MatchLimits& limits, WallTime now);

}  // namespace gate
