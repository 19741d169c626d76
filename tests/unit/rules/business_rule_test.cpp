#include "rules/business_rule.h"

#include <gtest/gtest.h>

#include "common/iso_time.h"
#include "unit/rules/rule_examples.h"

namespace gate {
namespace {

using namespace gate::testing;
using Json = nlohmann::json;

std::string refusal(const Json& rule) {
  const auto read = read_business_rule(rule);
  return read ? "accepted" : read.error().message;
}

TEST(BusinessRule, ReadsEveryField) {
  EXPECT_EQ(read_business_rule(with(rule_json(), "Region", "")).value().region, "");
  const BusinessRule rule = read_business_rule(with(rule_json(), "Region", "01")).value();
  EXPECT_EQ(rule.identifier, "VR-XY-0001");
  EXPECT_EQ(rule.type, RuleType::kAcceptance);
  EXPECT_EQ(rule.country, "XY");
  EXPECT_EQ(rule.region, "01");
  EXPECT_EQ(rule.version, (RuleVersion{1, 0, 0}));
  EXPECT_EQ(rule.schema_version, (RuleVersion{1, 0, 0}));
  EXPECT_EQ(rule.subject, RuleSubject::kVaccination);
  EXPECT_EQ(iso_time(rule.valid_from), "2021-07-01T00:00:00.000Z");
  EXPECT_EQ(iso_time(rule.valid_to), "2030-06-01T00:00:00.000Z");
  EXPECT_EQ(rule.affected_fields, std::vector<std::string>{"v.0"});
  EXPECT_TRUE(rule.logic);
}

TEST(BusinessRule, IsDescribedInTheLanguageAskedForElseInEnglishElseInAny) {
  Json json = rule_json();
  json["Description"] = {{{"lang", "fr"}, {"desc", "un"}}, {{"lang", "en"}, {"desc", "one"}}};
  const BusinessRule rule = read_business_rule(json).value();
  EXPECT_EQ(rule.description("fr"), "un");
  EXPECT_EQ(rule.description("de"), "one");
  json["Description"] = {{{"lang", "fr"}, {"desc", "un"}}};
  EXPECT_EQ(read_business_rule(json)->description("de"), "un");
}

TEST(BusinessRule, EveryFieldButRegionIsNeeded) {
  const Json whole = rule_json();
  for (const auto& [field, value] : whole.items()) {
    const std::string message = refusal(with(whole, field.c_str(), nullptr));
    EXPECT_NE(message.find(field + ":"), std::string::npos) << field << ": " << message;
  }
  EXPECT_EQ(refusal(whole), "accepted");
}

TEST(BusinessRule, NamesRuleAndFieldThatDoNotFit) {
  EXPECT_EQ(refusal(with(rule_json(), "Version", "1.0")), "VR-XY-0001: Version: must be a version such as 1.0.0");
  EXPECT_EQ(refusal(with(rule_json(), "Version", "1.0.0.0")), "VR-XY-0001: Version: must be a version such as 1.0.0");
  EXPECT_EQ(refusal(with(rule_json(), "Type", "Booster")), "VR-XY-0001: Type: unknown");
  EXPECT_EQ(refusal(with(rule_json(), "ValidFrom", "soon")),
            "VR-XY-0001: ValidFrom: must be a time such as 2021-07-01T00:00:00Z");
  EXPECT_EQ(refusal(with(rule_json(), "ValidTo", "2021-07-01T00:00:00Z")),
            "VR-XY-0001: ValidTo: must be after ValidFrom");
  EXPECT_EQ(refusal(with(rule_json(), "Description", Json::array())),
            "VR-XY-0001: Description: must be an array of at least one");
  EXPECT_EQ(refusal(with(rule_json(), "Description", Json::array({7}))),
            "VR-XY-0001: Description: entry: must be an object with lang and desc");
  EXPECT_EQ(refusal(with(rule_json(), "AffectedFields", Json::array({7}))),
            "VR-XY-0001: AffectedFields: must be texts");
  EXPECT_EQ(refusal(with(rule_json(), "Logic", true)), "VR-XY-0001: Logic: must be an object");
  EXPECT_EQ(refusal(with(rule_json(), "Modifier", "x")), "VR-XY-0001: Modifier: not a field of a rule");
  EXPECT_EQ(refusal(with(rule_json(), "Identifier", "<script>")), "Identifier: must be like VR-DE-0001");
  EXPECT_EQ(refusal(Json::array()), "a rule must be an object");
}

TEST(BusinessRule, LogicOutsideTheLanguageIsNamedWithItsPlace) {
  EXPECT_EQ(refusal(rule_json("VR-XY-0001", Json::parse(R"({"if": [true, {"or": [1, 2]}, 3]})"))),
            R"(VR-XY-0001: Logic: if/1/"or": not an operation of the language)");
}

TEST(BusinessRule, ItsIdentifierMustAgreeWithItsFields) {
  EXPECT_NE(refusal(with(rule_json(), "Country", "XZ")), "accepted");
  EXPECT_NE(refusal(with(rule_json(), "CertificateType", "Test")), "accepted");
  EXPECT_NE(refusal(with(rule_json(), "Type", "Invalidation")), "accepted");
  EXPECT_NE(refusal(with(rule_json("IR-XY-0001"), "Type", "Acceptance")), "accepted");
  EXPECT_EQ(refusal(with(rule_json("IR-XY-0001"), "CertificateType", "Test")), "accepted");
  EXPECT_EQ(refusal(rule_json("GR-XY-0001")), "accepted");
}

TEST(BusinessRule, WhatAnotherEngineIsToRunIsReadButHasNoLogicHere) {
  for (const Json& rule : {with(rule_json(), "Engine", "DROOLS"), with(rule_json(), "EngineVersion", "2.0.0"),
                           with(rule_json(), "EngineVersion", "1.3.4")}) {
    const auto read = read_business_rule(rule);
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_FALSE(read->logic);
  }
  EXPECT_TRUE(read_business_rule(with(rule_json(), "EngineVersion", "1.3.3"))->logic);
}

TEST(RuleVersion, IsOrderedByNumbers) {
  EXPECT_LT(parse_rule_version("1.9.0"), parse_rule_version("1.10.0"));
  EXPECT_EQ(to_string(parse_rule_version("01.2.3").value()), "1.2.3");
  for (const char* text : {"", "1", "1.2", "1.2.", ".1.2", "1..2", "1.2.3.4", "-1.2.3", "1.2.3-beta", "1234567.0.0"})
    EXPECT_FALSE(parse_rule_version(text)) << text;
}

}  // namespace
}  // namespace gate
