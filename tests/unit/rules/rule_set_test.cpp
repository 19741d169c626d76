#include "rules/rule_set.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "common/iso_time.h"
#include "fakes/temporary_folder.h"
#include "unit/rules/rule_examples.h"

namespace gate {
namespace {

using namespace gate::testing;
using namespace std::chrono_literals;
using Json = nlohmann::json;

const WallTime kNow = parse_iso_time("2021-12-03T12:00:00Z").value();

std::shared_ptr<const RuleSet> rule_set(const std::vector<Json>& rules, std::vector<ValueSet> sets = {}) {
  std::vector<BusinessRule> read;
  for (const Json& rule : rules) read.push_back(read_business_rule(rule).value());
  return RuleSet::create(std::move(read), std::move(sets)).value();
}

/// A DCC of country AB about a second dose of two.
Certificate vaccinated() {
  Certificate certificate;
  certificate.format = CertificateFormat::kEuDcc;
  certificate.issuer = "AB";
  certificate.key_id = "d919375fc1e7b6b2";
  certificate.schema_version = "1.3.0";
  certificate.issued_at = kNow - 24h;
  certificate.expires_at = kNow + 24h;
  certificate.immunisations.push_back({.product = "EU/1/20/1528",
                                       .prophylaxis = "1119349007",
                                       .disease = "840539006",
                                       .dose_number = 2,
                                       .doses_in_series = 2,
                                       .date = 2021y / 6 / 1,
                                       .country = "AB"});
  return certificate;
}

std::vector<std::string> selected(const RuleSet& set, RuleSubject subject, WallTime now = kNow) {
  std::vector<std::string> names;
  for (const auto& rule : set.select("XY", "AB", subject, now))
    names.push_back(rule->identifier + " " + to_string(rule->version));
  return names;
}

Json logic(const std::string& text) { return Json::parse(text); }

TEST(RuleSelection, IsByCountryTypeAndSubject) {
  const auto set =
      rule_set({rule_json("VR-XY-0001"), rule_json("VR-AB-0001"), rule_json("TR-XY-0001"), rule_json("GR-XY-0001"),
                rule_json("IR-XY-0001"), rule_json("IR-AB-0001"), with(rule_json("VR-XY-0002"), "Region", "01")});
  EXPECT_EQ(selected(*set, RuleSubject::kVaccination),
            (std::vector<std::string>{"GR-XY-0001 1.0.0", "VR-XY-0001 1.0.0", "IR-AB-0001 1.0.0"}));
  EXPECT_EQ(selected(*set, RuleSubject::kTest),
            (std::vector<std::string>{"GR-XY-0001 1.0.0", "TR-XY-0001 1.0.0", "IR-AB-0001 1.0.0"}));
  EXPECT_TRUE(set->has_country("XY"));
  EXPECT_FALSE(set->has_country("DE"));
}

TEST(RuleSelection, OfVersionsTheNewestOfThoseInForce) {
  const auto version = [](const char* number, const char* from) {
    return with(with(rule_json(), "Version", number), "ValidFrom", from);
  };
  const auto set = rule_set({version("1.9.0", "2021-07-01T00:00:00Z"), version("1.10.0", "2021-08-01T00:00:00Z"),
                             version("2.0.0", "2022-01-01T00:00:00Z")});
  EXPECT_EQ(selected(*set, RuleSubject::kVaccination), std::vector<std::string>{"VR-XY-0001 1.10.0"});
  EXPECT_EQ(selected(*set, RuleSubject::kVaccination, kNow + 24h * 60), std::vector<std::string>{"VR-XY-0001 2.0.0"});
}

TEST(RuleSelection, AValidityBeginsWithItsFirstMomentAndEndsBeforeItsLast) {
  const auto set = rule_set({rule_json()});
  const WallTime from = parse_iso_time("2021-07-01T00:00:00Z").value();
  const WallTime to = parse_iso_time("2030-06-01T00:00:00Z").value();
  EXPECT_TRUE(selected(*set, RuleSubject::kVaccination, from - 1ms).empty());
  EXPECT_FALSE(selected(*set, RuleSubject::kVaccination, from).empty());
  EXPECT_FALSE(selected(*set, RuleSubject::kVaccination, to - 1ms).empty());
  EXPECT_TRUE(selected(*set, RuleSubject::kVaccination, to).empty());
}

TEST(RuleSetEvaluation, AdmitsWhenEveryRuleHolds) {
  const Json complete = logic(R"({">=": [{"var": "payload.v.0.dn"}, {"var": "payload.v.0.sd"}]})");
  const Json three = logic(R"({">=": [{"var": "payload.v.0.dn"}, 3]})");
  EXPECT_TRUE(rule_set({rule_json("VR-XY-0001", complete)})->evaluate(vaccinated(), "XY", kNow).admits());
  const RuleVerdict verdict =
      rule_set({rule_json("VR-XY-0001", complete), rule_json("VR-XY-0002", three)})->evaluate(vaccinated(), "XY", kNow);
  EXPECT_FALSE(verdict.admits());
  ASSERT_EQ(verdict.rules.size(), 2u);
  EXPECT_EQ(verdict.rules[0].outcome, RuleOutcome::kPassed);
  ASSERT_NE(verdict.objection(), nullptr);
  EXPECT_EQ(verdict.objection()->rule->identifier, "VR-XY-0002");
  EXPECT_EQ(verdict.objection()->outcome, RuleOutcome::kFailed);
}

TEST(RuleSetEvaluation, AnInvalidationRuleOfTheIssuerIsAConditionToo) {
  const Json not_this_key = logic(R"({"!": [{"===": [{"var": "external.kid"}, "2Rk3X8Hntrw="]}]})");
  const Json not_this_card = logic(R"({"!": [{"===": [{"var": "external.kid"}, "2Rk3X8HntrI="]}]})");
  const auto admits = [](const Json& condition) {
    return rule_set({rule_json(), rule_json("IR-AB-0001", condition)})->evaluate(vaccinated(), "XY", kNow).admits();
  };
  EXPECT_TRUE(admits(not_this_key));
  EXPECT_FALSE(admits(not_this_card)) << "the key id, in base64";
}

TEST(RuleSetEvaluation, WithoutAnAcceptanceRuleNothingAdmits) {
  const RuleVerdict none =
      rule_set({rule_json("TR-XY-0001"), rule_json("IR-AB-0001")})->evaluate(vaccinated(), "XY", kNow);
  EXPECT_FALSE(none.has_acceptance_rule);
  EXPECT_FALSE(none.admits());
  EXPECT_EQ(none.objection(), nullptr);
  EXPECT_FALSE(rule_set({rule_json()})->evaluate(vaccinated(), "ZZ", kNow).admits());
  EXPECT_FALSE(rule_set({rule_json("GR-XY-0001")})->evaluate(Certificate{}, "XY", kNow).admits())
      << "an attestation states nothing to judge";
}

TEST(RuleSetEvaluation, ExternalHoldsWhatTheOfficialEngineGives) {
  for (const char* condition :
       {R"({"===": [{"var": "external.countryCode"}, "XY"]})",
        R"({"===": [{"var": "external.issuerCountryCode"}, "AB"]})",
        R"({"===": [{"var": "external.validationClock"}, "2021-12-03T12:00:00.000Z"]})",
        R"({"===": [{"var": "external.exp"}, "2021-12-04T12:00:00.000Z"]})",
        R"({"===": [{"var": "external.iat"}, "2021-12-02T12:00:00.000Z"]})",
        R"({"===": [{"var": "external.region"}, ""]})",
        R"({"in": [{"var": "payload.v.0.mp"}, {"var": "external.valueSets.vaccines-covid-19-names"}]})"}) {
    const auto set = rule_set({rule_json("VR-XY-0001", logic(condition))},
                              {{"vaccines-covid-19-names", kNow, {"EU/1/20/1507", "EU/1/20/1528"}}});
    EXPECT_TRUE(set->evaluate(vaccinated(), "XY", kNow).admits()) << condition;
  }
}

struct OpenCase {
  Json rule;
  const char* detail;
};

TEST(RuleSetEvaluation, WhatCannotBeJudgedIsOpenAndAdmitsNobody) {
  const std::vector<OpenCase> cases{
      {with(rule_json(), "Engine", "DROOLS"), "another engine"},
      {with(rule_json(), "SchemaVersion", "1.3.1"), "schema 1.3.1"},
      {with(rule_json(), "SchemaVersion", "2.0.0"), "schema 2.0.0"},
      {with(rule_json(), "SchemaVersion", "0.9.0"), "schema 0.9.0"},
      {rule_json("VR-XY-0001", logic(R"({"+": [{"var": "payload.v.0.mp"}, 1]})")), "adds integers"},
      {rule_json("VR-XY-0001", logic(R"({"var": "payload.v.0.dn"})")), "yields an integer"},
      {rule_json("VR-XY-0001", logic(R"({"var": "payload.t"})")), "yields null"}};
  for (const OpenCase& open : cases) {
    const RuleVerdict verdict = rule_set({open.rule})->evaluate(vaccinated(), "XY", kNow);
    EXPECT_FALSE(verdict.admits());
    ASSERT_NE(verdict.objection(), nullptr);
    EXPECT_EQ(verdict.objection()->outcome, RuleOutcome::kOpen);
    EXPECT_NE(verdict.objection()->detail.find(open.detail), std::string::npos) << verdict.objection()->detail;
  }
}

TEST(RuleSetEvaluation, SchemaOlderThanTheCertificatesOrTheSameWillDo) {
  for (const char* schema : {"1.0.0", "1.3.0"})
    EXPECT_TRUE(rule_set({with(rule_json(), "SchemaVersion", schema)})->evaluate(vaccinated(), "XY", kNow).admits());
  Certificate unknown = vaccinated();
  unknown.schema_version = "one";
  EXPECT_FALSE(rule_set({rule_json()})->evaluate(unknown, "XY", kNow).admits());
}

TEST(RuleSetEvaluation, OfSeveralKindsStatedOneMayBeEnough) {
  Certificate both = vaccinated();
  both.format = CertificateFormat::kSmartHealthCard;
  both.tests.push_back(
      {.kind = "LP6464-4", .disease = "840539006", .result = "260415000", .sampled_at = kNow, .country = "AB"});
  const Json never = logic(R"({"===": [1, 2]})");
  EXPECT_TRUE(rule_set({rule_json("VR-XY-0001", never), rule_json("TR-XY-0001")})->evaluate(both, "XY", kNow).admits());
  const auto verdict =
      rule_set({rule_json("VR-XY-0001", never), rule_json("TR-XY-0001", never)})->evaluate(both, "XY", kNow);
  ASSERT_NE(verdict.objection(), nullptr);
  EXPECT_EQ(verdict.objection()->rule->identifier, "VR-XY-0001");
}

TEST(RuleSetEvaluation, ManyCostlyRulesShareOneBudget) {
  std::vector<Json> rules;
  const Json costly = logic(R"({"===": [{"reduce": [{"var": "external.valueSets.many"}, 1, 0]}, 1]})");
  for (int i = 0; i < 100; ++i) rules.push_back(rule_json("VR-XY-" + std::to_string(1000 + i), costly));
  const auto set = rule_set(rules, {{"many", kNow, std::vector<std::string>(5000, "x")}});
  const RuleVerdict verdict = set->evaluate(vaccinated(), "XY", kNow);
  EXPECT_EQ(verdict.rules.front().outcome, RuleOutcome::kPassed);
  EXPECT_EQ(verdict.rules.back().outcome, RuleOutcome::kOpen);
  EXPECT_FALSE(verdict.admits());
}

TEST(RuleSetCreation, OneVersionTwiceIsAMistake) {
  std::vector<BusinessRule> twice{read_business_rule(rule_json()).value(), read_business_rule(rule_json()).value()};
  const auto set = RuleSet::create(std::move(twice), {});
  ASSERT_FALSE(set);
  EXPECT_EQ(set.error().message, "VR-XY-0001: version 1.0.0 is there twice");
}

TEST(RuleSetCreation, OfAValueSetTheNewestEditionStays) {
  const auto set = rule_set({rule_json()}, {{"a", kNow, {"new"}}, {"b", kNow, {}}, {"a", kNow - 24h, {"old"}}});
  ASSERT_EQ(set->value_sets().size(), 2u);
  EXPECT_EQ(set->value_sets()[0].codes, std::vector<std::string>{"new"});
  EXPECT_FALSE(RuleSet::create({}, {{"a", kNow, {}}, {"a", kNow, {}}}));
}

class RuleFolder : public ::testing::Test {
 protected:
  RuleFolder() {
    std::filesystem::create_directories(folder_ / "rules");
    std::filesystem::create_directories(folder_ / "value-sets");
  }
  void write(const std::string& name, const std::string& text) const { std::ofstream(folder_ / name) << text; }
  std::string refusal() const {
    const auto set = RuleSet::open(folder_.path());
    return set ? "accepted" : set.error().message;
  }

  TemporaryFolder folder_;
};

TEST_F(RuleFolder, HoldsARuleOrAnArrayOfRulesAFile) {
  write("rules/one.json", rule_json().dump());
  write("rules/more.json", Json::array({rule_json("VR-XY-0002"), rule_json("TR-XY-0001")}).dump());
  write("rules/README.md", "not read");
  write("value-sets/names.json", R"({"valueSetId": "names", "valueSetDate": "2021-07-01", "valueSetValues":
    {"B": {"display": "b", "active": false}, "A": {"display": "a"}}})");
  const auto set = RuleSet::open(folder_.path());
  ASSERT_TRUE(set) << set.error().message;
  EXPECT_EQ((*set)->rules().size(), 3u);
  ASSERT_EQ((*set)->value_sets().size(), 1u);
  EXPECT_EQ((*set)->value_sets()[0].codes, (std::vector<std::string>{"A", "B"}));
  EXPECT_EQ((*set)->value_sets()[0].date, parse_iso_time("2021-07-01").value());
}

TEST_F(RuleFolder, OneBadFileAndNoneIsTaken) {
  write("rules/a.json", rule_json().dump());
  write("rules/b.json", Json::array({rule_json("VR-XY-0002"), with(rule_json("VR-XY-0003"), "Logic", nullptr)}).dump());
  EXPECT_EQ(refusal(), (folder_ / "rules/b.json").string() + ": rule 1: VR-XY-0003: Logic: must be an object");
  write("rules/b.json", "{");
  EXPECT_NE(refusal().find("b.json"), std::string::npos);
  write("rules/b.json", rule_json("VR-XY-0002").dump());
  EXPECT_EQ(refusal(), "accepted");
  write("value-sets/v.json", R"({"valueSetId": "names"})");
  EXPECT_EQ(refusal(), (folder_ / "value-sets/v.json").string() + ": valueSetDate: must be a date");
}

TEST_F(RuleFolder, WithoutARuleIsNone) {
  EXPECT_NE(refusal().find("holds no rule"), std::string::npos);
  EXPECT_FALSE(RuleSet::open("/nowhere"));
}

}  // namespace
}  // namespace gate
