#pragma once

#include <memory>
#include <string>
#include <vector>

#include "rules/business_rule.h"

namespace gate {

enum class RuleOutcome {
  kPassed,
  kFailed,
  kOpen,  ///< could not be judged: see JudgedRule::detail
};
std::string_view to_string(RuleOutcome outcome);  ///< "passed", "failed", "open"

struct JudgedRule {
  std::shared_ptr<const BusinessRule> rule;
  RuleOutcome outcome = RuleOutcome::kOpen;
  std::string detail;  ///< why it is open, for a technician; no personal data
};

/// What a country's rules say of one certificate. Plain data; as it is default constructed it does not admit.
struct RuleVerdict {
  std::vector<JudgedRule> rules;  ///< every rule selected, by identifier, acceptance before invalidation
  /// Whether the country of arrival has a rule in force for this kind of certificate. If not, nobody has said that it
  /// is enough: it does not admit. (A country that asks nothing publishes a rule that always holds.)
  bool has_acceptance_rule = false;

  /// Every rule holds, and there is one.
  bool admits() const;
  /// The first rule that failed, else the first that is open; null when there is neither.
  const JudgedRule* objection() const;
};

}  // namespace gate
