#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "certificates/certificate.h"
#include "rules/business_rule.h"
#include "rules/certlogic_expression.h"
#include "rules/rule_verdict.h"

namespace gate {

/// Holds rules against one certificate: what they see is made once. Thread-bound. Private to this folder.
class RuleJudge {
 public:
  /// `value_sets`: {"id": [codes], …}; it must outlive the judge.
  RuleJudge(const Certificate& certificate, RuleSubject subject, std::string_view arrival, WallTime now,
            const nlohmann::json& value_sets);

  RuleJudge(const RuleJudge&) = delete;  // data_ points into the members beside it
  RuleJudge& operator=(const RuleJudge&) = delete;

  /// The outcome of one rule.
  JudgedRule judge(std::shared_ptr<const BusinessRule> rule, CertLogicBudget& budget) const;

 private:
  bool fits_schema(const BusinessRule& rule) const;

  std::optional<RuleVersion> schema_;
  nlohmann::json payload_;
  nlohmann::json stated_;  ///< what "external" holds beside the value sets
  CertLogicValue data_;
};

/// The outcome of a rule's logic over what it sees.
struct LogicOutcome {
  RuleOutcome outcome = RuleOutcome::kOpen;
  std::string detail;
};
LogicOutcome judge_logic(const CertLogicExpression& logic, const CertLogicValue& data, CertLogicBudget& budget);

}  // namespace gate
