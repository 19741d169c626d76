#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "common/result.h"
#include "rules/business_rule.h"
#include "rules/rule_verdict.h"

namespace gate {

/// A test as countries publish beside their rules (github.com/eu-digital-green-certificates/
/// dgc-business-rules-testdata): what the rule sees, and what must come out. Plain data.
struct PublishedRuleTest {
  std::string name;     ///< may be empty
  nlohmann::json data;  ///< {"payload": …, "external": …}, as it stands
  bool expected = false;
};

/// {name?, payload?, external?, expected}. kInvalidInput: no object, or expected is no boolean. Reentrant.
Result<PublishedRuleTest> read_published_rule_test(const nlohmann::json& json);

/// Runs the rule's logic over the test's data, whatever its country, validity and schema. Open when it has no logic for
/// this engine, and as in RuleSet::evaluate(). Reentrant; within the bounds of CertLogicBudget.
JudgedRule run_published_rule_test(std::shared_ptr<const BusinessRule> rule, const PublishedRuleTest& test);

/// Whether the outcome is what the test expects: an open rule is no outcome at all, whatever was expected.
bool comes_out(const PublishedRuleTest& test, const JudgedRule& judged);

}  // namespace gate
