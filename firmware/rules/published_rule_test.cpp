#include "rules/published_rule_test.h"

#include "rules/rule_judge.h"

namespace gate {

Result<PublishedRuleTest> read_published_rule_test(const nlohmann::json& json) {
  if (!json.is_object()) return fail(ErrorCode::kInvalidInput, "a rule test must be an object");
  const auto expected = json.find("expected");
  if (expected == json.end() || !expected->is_boolean())
    return fail(ErrorCode::kInvalidInput, "expected: must be true or false");
  PublishedRuleTest test{"", nlohmann::json::object(), expected->get<bool>()};
  if (const auto name = json.find("name"); name != json.end() && name->is_string()) test.name = *name;
  for (const char* part : {"payload", "external"})
    if (const auto found = json.find(part); found != json.end()) test.data[part] = *found;
  return test;
}

JudgedRule run_published_rule_test(std::shared_ptr<const BusinessRule> rule, const PublishedRuleTest& test) {
  JudgedRule judged{std::move(rule), RuleOutcome::kOpen, "it is written for another engine"};
  if (!judged.rule->logic) return judged;
  CertLogicBudget budget;
  LogicOutcome logic = judge_logic(*judged.rule->logic, CertLogicValue(test.data), budget);
  judged.outcome = logic.outcome;
  judged.detail = std::move(logic.detail);
  return judged;
}

bool comes_out(const PublishedRuleTest& test, const JudgedRule& judged) {
  return judged.outcome == (test.expected ? RuleOutcome::kPassed : RuleOutcome::kFailed);
}

}  // namespace gate
