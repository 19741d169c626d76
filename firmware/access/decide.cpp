#include "access/decide.h"

#include <algorithm>
#include <cmath>

namespace gate {
namespace {

std::optional<Reason> check_picture(const Observation& observation) {
  if (observation.people_in_front <= 0) return Reason::kNoFace;
  if (observation.people_in_front > 1) return Reason::kSeveralFaces;
  if (observation.quality_issue) return observation.quality_issue;
  const bool asked = observation.identification == Identification::kCodeAndFace;
  return asked && observation.code == ShownCode::kNone ? std::optional(Reason::kShowCode) : std::nullopt;
}

bool pending(const Observation& observation) {
  return observation.liveness == Liveness::kUndecided && observation.liveness_pending;
}

std::optional<Reason> check_liveness(const Observation& observation, LivenessRule rule) {
  const Liveness liveness = observation.liveness;
  const bool pass = liveness == Liveness::kLive || pending(observation) ||
                    (liveness == Liveness::kUndecided && rule == LivenessRule::kRefuseAttacks);
  return pass ? std::nullopt : std::optional(Reason::kNotLive);
}

bool usable(Distance distance) { return std::isfinite(distance.value) && distance.value >= 0; }

std::optional<Reason> check_distances(const std::optional<MatchedPass>& match, const MatchLimits& limits) {
  if (!match || !usable(match->distance) || (match->runner_up && !usable(*match->runner_up)))
    return Reason::kUnknownPerson;
  // Written so that limits that are not numbers refuse.
  if (!(match->distance <= limits.distance_cap)) return Reason::kUnknownPerson;
  if (match_score(match->distance, match->runner_up, limits.runner_up) <= limits.threshold) return std::nullopt;
  return match->distance.value <= limits.threshold ? Reason::kAmbiguousMatch : Reason::kUnknownPerson;
}

/// No model alone takes them for two people. Nobody looked when the pass is refused anyway.
bool plausible(const Observation& observation, const MatchLimits& limits) {
  return observation.refusal || !observation.match ||
         std::ranges::equal(observation.match->apart, limits.model_caps, std::ranges::less_equal{});
}

std::optional<Reason> check_match(const Observation& observation, const MatchLimits& limits) {
  const ShownCode code = observation.code;
  if (code == ShownCode::kPass && observation.refusal) return std::nullopt;  // refused below
  const bool from_the_cache = code != ShownCode::kPass;
  const bool may_match = observation.identification != Identification::kCodeAndFace || !from_the_cache;
  auto failure = may_match ? check_distances(observation.match, limits) : Reason::kUnknownPerson;
  if (!failure && !plausible(observation, limits)) failure = Reason::kUnknownPerson;
  if (!failure) return std::nullopt;
  if (code == ShownCode::kUnknown) return Reason::kCodeNotRecognised;
  if (code == ShownCode::kCertificate) return Reason::kCodeWithoutFace;
  return failure;
}

std::optional<Reason> check_circumstances(const Observation& observation) {
  if (!observation.clock_trusted) return Reason::kClockNotTrusted;
  if (!observation.trust_store_fresh) return Reason::kTrustStoreStale;
  return std::nullopt;
}

std::optional<Reason> check_documents(const Observation& observation, const Policy& policy, WallTime now) {
  if (observation.refusal) return observation.refusal;
  if (!observation.certificate) return Reason::kPassNotVerified;
  if (auto unmet = check_policy(*observation.certificate, policy, now)) return unmet;
  if (observation.rule_objection) return observation.rule_objection->reason;
  return std::nullopt;
}

/// The first check that fails, in the order of decide.h.
std::optional<Reason> first_failure(const Observation& observation, const Policy& policy, const MatchLimits& limits,
                                    WallTime now) {
  if (auto reason = check_picture(observation)) return reason;
  if (auto reason = check_liveness(observation, policy.liveness)) return reason;
  if (auto reason = check_match(observation, limits)) return reason;
  if (auto reason = check_circumstances(observation)) return reason;
  if (auto reason = check_documents(observation, policy, now)) return reason;
  return pending(observation) ? std::optional(Reason::kProveLiveness) : std::nullopt;
}

}  // namespace

Decision decide(const Observation& observation, const Policy& policy, const MatchLimits& limits, WallTime now) {
  const auto failure = first_failure(observation, policy, limits, now);
  Decision decision;
  decision.verdict = failure ? Verdict::kRefuse : Verdict::kAdmit;
  decision.reason = failure.value_or(Reason::kAdmitted);
  // An observation that gives kAdmitted as its issue is a mistake of the caller's; a refusal must not read as admitted.
  if (failure == Reason::kAdmitted) decision.reason = Reason::kPassNotVerified;
  // The rules come last, so a reason of theirs means that they were what failed.
  if (observation.rule_objection && failure == observation.rule_objection->reason)
    decision.rule = observation.rule_objection->rule;
  decision.captured_at = observation.captured_at;
  const bool shown = observation.code == ShownCode::kPass;
  if (observation.match || shown) decision.comparison = shown ? Comparison::kOneToOne : Comparison::kOneToMany;
  if (observation.match) {
    decision.pass = observation.match->pass;
    decision.distance = observation.match->distance;
    decision.runner_up = observation.match->runner_up;
  }
  return decision;
}

}  // namespace gate
