#pragma once

#include <optional>
#include <string>
#include <vector>

#include "access/identification.h"
#include "access/reason.h"
#include "certificates/certificate.h"
#include "common/clock.h"
#include "passes/pass_id.h"
#include "templates/face_template.h"

namespace gate {

/// What presentation-attack detection says so far.
enum class Liveness { kUndecided, kLive, kNotLive };

/// The nearest pass and how near the nearest other one is, as the gallery found them; or the pass shown as a code.
struct MatchedPass {
  PassId pass;
  Distance distance;
  std::optional<Distance> runner_up;  ///< nothing in 1:1, or when the gallery holds one pass only
  /// By each compared model alone, as the pass itself says it now; needed only when nothing refuses the pass already.
  std::vector<Distance> apart;
};

/// What national rules have against a certificate.
struct RuleObjection {
  Reason reason = Reason::kRuleNotEvaluable;  ///< or kRuleNotMet
  std::string rule;                           ///< its identifier, "VR-DE-0001"; empty when the country has no rule
};

/// Everything decide() looks at, gathered by the recognition thread at one moment. Plain data; as it is default
/// constructed nothing admits, so a step that was skipped refuses. Holds personal data (the certificate): never logged.
struct Observation {
  int people_in_front = 0;              ///< faces within the wanted distance
  std::optional<Reason> quality_issue;  ///< kTooFar to kBlurred; nothing when the picture is good enough
  Liveness liveness = Liveness::kUndecided;
  bool liveness_pending = false;     ///< undecided, and still being looked at: nobody is admitted yet
  std::optional<MatchedPass> match;  ///< nothing when the gallery is empty, or the pass shown does not verify
  bool clock_trusted = false;        ///< wall time is not behind the persisted floor
  bool trust_store_fresh = false;
  /// Outcome of verifying the matched pass and its certificate again, now: kPassNotVerified to kCertificateRevoked;
  /// nothing when both hold. Believed only together with `certificate`.
  std::optional<Reason> refusal;
  std::optional<Certificate> certificate;  ///< what that verification yielded
  /// Of the national rules over `certificate`, evaluated now; nothing when all hold, or the terminal has none.
  std::optional<RuleObjection> rule_objection;
  MonotonicTime captured_at;  ///< of the newest frame it rests on
  Identification identification = Identification::kFace;
  ShownCode code = ShownCode::kNone;  ///< kPass: `match`, `refusal` and `certificate` are about the pass shown
};

}  // namespace gate
