#include "rules/rule_verdict.h"

#include <algorithm>

namespace gate {

std::string_view to_string(RuleOutcome outcome) {
  switch (outcome) {
    case RuleOutcome::kPassed: return "passed";
    case RuleOutcome::kFailed: return "failed";
    case RuleOutcome::kOpen: return "open";
  }
  return "unknown";
}

bool RuleVerdict::admits() const {
  return has_acceptance_rule &&
         std::ranges::all_of(rules, [](const JudgedRule& judged) { return judged.outcome == RuleOutcome::kPassed; });
}

const JudgedRule* RuleVerdict::objection() const {
  for (const RuleOutcome outcome : {RuleOutcome::kFailed, RuleOutcome::kOpen}) {
    const auto found = std::ranges::find(rules, outcome, &JudgedRule::outcome);
    if (found != rules.end()) return &*found;
  }
  return nullptr;
}

}  // namespace gate
