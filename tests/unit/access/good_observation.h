#pragma once

#include "access/decide.h"
#include "unit/access/certificates.h"

/// One visitor for whom everything holds, and the rules and limits they meet; tests of decide() spoil what they are
/// about.
namespace gate::testing {

inline const WallTime kNow = day(2021, 12, 3) + std::chrono::hours{12};

inline Policy policy() {
  Policy policy = two_doses_14_days();
  policy.vaccination[0].products = {kComirnaty};
  policy.vaccination[0].age.max = std::chrono::days{270};
  policy.test = {{.kinds = {}, .maximum_age = std::chrono::hours{72}}};
  policy.recovery = {{.age = {std::chrono::days{11}, std::chrono::days{180}}}};
  return policy;
}

inline MatchLimits limits() {
  return {.threshold = 0.45F,
          .distance_cap = {0.55F},
          .runner_up = {},
          .model_caps = {},
          .too_large = {},
          .provenance = "test"};
}

/// Everything holds.
inline Observation good() {
  Observation observation;
  observation.people_in_front = 1;
  observation.liveness = Liveness::kLive;
  observation.match = MatchedPass{.pass = {{1}}, .distance = {0.35F}, .runner_up = Distance{0.7F}, .apart = {}};
  observation.clock_trusted = true;
  observation.trust_store_fresh = true;
  observation.certificate = with(dose(2, 2, day(2021, 6, 1)));
  observation.captured_at = MonotonicTime{std::chrono::seconds{5}};
  return observation;
}

inline Decision decided(const Observation& observation) { return decide(observation, policy(), limits(), kNow); }

}  // namespace gate::testing
