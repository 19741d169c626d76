#include "terminal/reasons.h"

#include <gtest/gtest.h>

namespace gate {
namespace {

JudgedRule judged(std::string identifier, RuleOutcome outcome) {
  BusinessRule rule;
  rule.identifier = std::move(identifier);
  return {std::make_shared<const BusinessRule>(std::move(rule)), outcome, ""};
}

TEST(Reasons, RulesThatAllHoldHaveNoObjection) {
  EXPECT_FALSE(objection_of({{judged("VR-DE-0001", RuleOutcome::kPassed)}, true}));
}

TEST(Reasons, AFailedRuleGoesBeforeAnOpenOne) {
  const auto objection =
      objection_of({{judged("VR-DE-0001", RuleOutcome::kOpen), judged("VR-DE-0002", RuleOutcome::kFailed)}, true});
  ASSERT_TRUE(objection);
  EXPECT_EQ(objection->reason, Reason::kRuleNotMet);
  EXPECT_EQ(objection->rule, "VR-DE-0002");
}

TEST(Reasons, AnOpenRuleAndNoRuleAtAllRefuse) {
  const auto open = objection_of({{judged("VR-DE-0001", RuleOutcome::kOpen)}, true});
  ASSERT_TRUE(open);
  EXPECT_EQ(open->reason, Reason::kRuleNotEvaluable);
  EXPECT_EQ(open->rule, "VR-DE-0001");
  const auto none = objection_of(RuleVerdict{});
  ASSERT_TRUE(none);
  EXPECT_EQ(none->reason, Reason::kRuleNotEvaluable);
  EXPECT_EQ(none->rule, "");
  EXPECT_TRUE(objection_of({{judged("IR-AT-0001", RuleOutcome::kPassed)}, false})) << "invalidation rules admit nobody";
}

}  // namespace
}  // namespace gate
