#include "rules/published_rule_test.h"

#include <gtest/gtest.h>

#include "unit/rules/rule_examples.h"

namespace gate {
namespace {

using namespace gate::testing;
using Json = nlohmann::json;

std::shared_ptr<const BusinessRule> rule() {
  const Json logic = Json::parse(R"({">=": [{"var": "payload.v.0.dn"}, {"var": "external.least"}]})");
  return std::make_shared<const BusinessRule>(read_business_rule(rule_json("VR-XY-0001", logic)).value());
}

std::string outcome(const char* text) {
  const auto test = read_published_rule_test(Json::parse(text)).value();
  const JudgedRule judged = run_published_rule_test(rule(), test);
  return std::string(to_string(judged.outcome)) + (comes_out(test, judged) ? "" : ", unexpectedly");
}

TEST(PublishedRuleTest, RunsTheLogicOverPayloadAndExternal) {
  EXPECT_EQ(outcome(R"({"payload": {"v": [{"dn": 2}]}, "external": {"least": 2}, "expected": true})"), "passed");
  EXPECT_EQ(outcome(R"({"payload": {"v": [{"dn": 1}]}, "external": {"least": 2}, "expected": false})"), "failed");
  EXPECT_EQ(outcome(R"({"payload": {"v": [{"dn": 1}]}, "external": {"least": 2}, "expected": true})"),
            "failed, unexpectedly");
  EXPECT_EQ(outcome(R"({"external": {"least": 2}, "expected": false})"), "open, unexpectedly");
}

TEST(PublishedRuleTest, MustSayWhatItExpects) {
  EXPECT_FALSE(read_published_rule_test(Json::parse(R"({"payload": {}})")));
  EXPECT_FALSE(read_published_rule_test(Json::parse(R"({"expected": "true"})")));
  EXPECT_FALSE(read_published_rule_test(Json::array()));
}

}  // namespace
}  // namespace gate
