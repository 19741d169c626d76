#pragma once

#include <optional>
#include <string>

#include "access/identification.h"
#include "access/reason.h"
#include "common/clock.h"
#include "passes/pass_id.h"
#include "templates/face_template.h"

namespace gate {

enum class Verdict { kAdmit, kRefuse };

/// What the recognition thread tells the gate thread. A refusal is a Decision, never an Error.
struct Decision {
  Verdict verdict = Verdict::kRefuse;
  Reason reason = Reason::kNoFace;
  std::optional<PassId> pass;
  std::optional<Distance> distance;
  std::optional<Distance> runner_up;
  std::optional<Comparison> comparison{};  ///< nothing when it did not come to one
  MonotonicTime captured_at;  ///< of the newest frame it rests on; the gate ignores decisions that are too old
  std::string rule{};         ///< identifier of the national rule behind kRuleNotMet or kRuleNotEvaluable; else empty
};

}  // namespace gate
