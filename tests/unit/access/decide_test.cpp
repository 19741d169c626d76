#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <set>

#include "unit/access/good_observation.h"

namespace gate {
namespace {

using namespace gate::testing;
using std::chrono::days;
using std::chrono::hours;

struct Line {
  Reason reason;
  std::function<void(Observation&)> spoil;
};

void certify(Observation& observation, Certificate certificate) { observation.certificate = std::move(certificate); }

/// One line for each Reason but kAdmitted and kProveLiveness, in the order of the enumeration.
std::vector<Line> lines() {
  std::vector<Line> lines{{Reason::kNoFace, [](Observation& o) { o.people_in_front = 0; }},
                          {Reason::kSeveralFaces, [](Observation& o) { o.people_in_front = 2; }}};
  for (auto r = Reason::kTooFar; r <= Reason::kBlurred; r = static_cast<Reason>(static_cast<int>(r) + 1))
    lines.push_back({r, [r](Observation& o) { o.quality_issue = r; }});
  lines.push_back({Reason::kShowCode, [](Observation& o) {
                     o.identification = Identification::kCodeAndFace;
                     o.code = ShownCode::kNone;
                   }});
  lines.push_back({Reason::kNotLive, [](Observation& o) { o.liveness = Liveness::kNotLive; }});
  lines.push_back({Reason::kCodeNotRecognised, [](Observation& o) {
                     o.code = ShownCode::kUnknown;
                     o.match->distance = {0.56F};
                   }});
  lines.push_back({Reason::kCodeWithoutFace, [](Observation& o) {
                     o.code = ShownCode::kCertificate;
                     o.match->distance = {0.56F};
                   }});
  lines.push_back({Reason::kUnknownPerson, [](Observation& o) { o.match->distance = {0.56F}; }});
  lines.push_back({Reason::kAmbiguousMatch, [](Observation& o) {
                     o.match->distance = {0.44F};
                     o.match->runner_up = Distance{0.45F};
                   }});
  lines.push_back({Reason::kClockNotTrusted, [](Observation& o) { o.clock_trusted = false; }});
  lines.push_back({Reason::kTrustStoreStale, [](Observation& o) { o.trust_store_fresh = false; }});
  for (auto r = Reason::kPassNotVerified; r <= Reason::kCertificateRevoked;
       r = static_cast<Reason>(static_cast<int>(r) + 1))
    lines.push_back({r, [r](Observation& o) { o.refusal = r; }});
  const auto today = day(2021, 12, 3);
  const auto test = [](TestResult result) {
    Certificate certificate;
    certificate.tests.push_back(std::move(result));
    return certificate;
  };
  const auto recovered = [](Recovery entry) {
    Certificate certificate;
    certificate.recoveries.push_back(std::move(entry));
    return certificate;
  };
  const std::vector<std::pair<Reason, Certificate>> certificates{
      {Reason::kCertificateKindNotAccepted, Certificate{}},
      {Reason::kProductNotAccepted, with(dose(2, 2, day(2021, 6, 1), kJcovden))},
      {Reason::kTooFewDoses, with(dose(1, 2, day(2021, 6, 1)))},
      {Reason::kLastDoseTooRecent, with(dose(2, 2, day(2021, 12, 1)))},
      {Reason::kLastDoseTooOld, with(dose(2, 2, day(2021, 1, 1)))},
      {Reason::kTestNotNegative,
       [&] {
         TestResult positive = negative_test(kNow);
         positive.result = "260373001";
         return test(positive);
       }()},
      {Reason::kTestTooOld, test(negative_test(kNow - hours{73}))},
      {Reason::kRecoveryTooRecent, recovered(recovery(today - days{5}, today, today))},
      {Reason::kRecoveryTooOld, recovered(recovery(today - days{300}, today - days{280}, today))}};
  for (const auto& [reason, certificate] : certificates)
    lines.push_back({reason, [certificate](Observation& o) { certify(o, certificate); }});
  for (const auto reason : {Reason::kRuleNotMet, Reason::kRuleNotEvaluable})
    lines.push_back({reason, [reason](Observation& o) { o.rule_objection = RuleObjection{reason, "VR-DE-0001"}; }});
  return lines;
}

TEST(Decide, AdmitsWhenEverythingHolds) {
  const Decision decision = decided(good());
  EXPECT_EQ(decision.verdict, Verdict::kAdmit);
  EXPECT_EQ(decision.reason, Reason::kAdmitted);
  EXPECT_EQ(decision.pass, (PassId{{1}}));
  EXPECT_EQ(decision.distance, Distance{0.35F});
  EXPECT_EQ(decision.runner_up, Distance{0.7F});
  EXPECT_EQ(decision.captured_at, good().captured_at);
}

TEST(Decide, WhatIsDefaultConstructedNeverAdmits) {
  EXPECT_EQ(decided(Observation{}).verdict, Verdict::kRefuse);
  EXPECT_EQ(decide(good(), policy(), MatchLimits{}, kNow).verdict, Verdict::kRefuse);
  EXPECT_EQ(decide(good(), Policy{}, limits(), kNow).verdict, Verdict::kRefuse);
}

TEST(Decide, EveryReasonIsReached) {
  std::set<Reason> reached;
  for (const Line& line : lines()) {
    Observation observation = good();
    line.spoil(observation);
    const Decision decision = decided(observation);
    EXPECT_EQ(decision.verdict, Verdict::kRefuse);
    EXPECT_EQ(to_string(decision.reason), to_string(line.reason));
    reached.insert(decision.reason);
  }
  EXPECT_EQ(reached.size(), static_cast<std::size_t>(Reason::kRuleNotEvaluable) - 1)
      << "every one but kAdmitted, and kProveLiveness, which comes last of all and has its own test";
}

TEST(Decide, OfTwoFailuresTheEarlierInTheEnumerationIsTheReason) {
  const auto all = lines();
  for (const Line& first : all) {
    for (const Line& second : all) {
      // Two lines that spoil the same field cannot both be in force.
      const bool policy_rule = class_of(first.reason) == ReasonClass::kRule;
      if (first.reason >= second.reason || policy_rule || class_of(first.reason) == class_of(second.reason)) continue;
      Observation observation = good();
      second.spoil(observation);
      first.spoil(observation);
      EXPECT_EQ(to_string(decided(observation).reason), to_string(first.reason)) << to_string(second.reason);
    }
  }
}

TEST(Decide, AVerificationThatYieldedNoCertificateRefuses) {
  Observation observation = good();
  observation.certificate.reset();
  EXPECT_EQ(decided(observation).reason, Reason::kPassNotVerified);
}

TEST(Decide, NamesTheNationalRuleOnlyWhenItIsTheReason) {
  Observation observation = good();
  observation.rule_objection = RuleObjection{Reason::kRuleNotMet, "VR-DE-0001"};
  EXPECT_EQ(decided(observation).rule, "VR-DE-0001");
  observation.certificate = with(dose(1, 2, day(2021, 6, 1)));
  EXPECT_EQ(decided(observation).reason, Reason::kTooFewDoses);
  EXPECT_EQ(decided(observation).rule, "");
  EXPECT_EQ(decided(good()).rule, "");
}

TEST(Decide, LivenessIsAsThePolicyAsks) {
  Observation undecided = good();
  undecided.liveness = Liveness::kUndecided;
  EXPECT_EQ(decided(undecided).verdict, Verdict::kAdmit);
  Policy strict = policy();
  strict.liveness = LivenessRule::kRequired;
  EXPECT_EQ(decide(undecided, strict, limits(), kNow).reason, Reason::kNotLive);
  EXPECT_EQ(decide(good(), strict, limits(), kNow).verdict, Verdict::kAdmit);
}

struct MatchCase {
  float nearest;
  std::optional<float> runner_up;
  Reason reason;
};

TEST(Decide, MatchesByScoreAndCap) {
  constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
  constexpr float kInf = std::numeric_limits<float>::infinity();
  const std::vector<MatchCase> cases{
      {0.45F, std::nullopt, Reason::kAdmitted}, {0.46F, std::nullopt, Reason::kUnknownPerson},
      {0.45F, 0.60F, Reason::kAdmitted},        {0.45F, 0.59F, Reason::kAmbiguousMatch},
      {0.50F, 0.71F, Reason::kAdmitted},        {0.50F, 0.69F, Reason::kUnknownPerson},
      {0.55F, 2.00F, Reason::kAdmitted},        {0.56F, 2.00F, Reason::kUnknownPerson},
      {0.00F, 0.00F, Reason::kAdmitted},        {0.35F, 0.35F, Reason::kAmbiguousMatch},
      {kNan, 0.7F, Reason::kUnknownPerson},     {0.3F, kNan, Reason::kUnknownPerson},
      {0.3F, kInf, Reason::kUnknownPerson},     {-1.0F, 0.7F, Reason::kUnknownPerson},
  };
  for (const MatchCase& c : cases) {
    Observation observation = good();
    observation.match->distance = {c.nearest};
    observation.match->runner_up = c.runner_up ? std::optional(Distance{*c.runner_up}) : std::nullopt;
    EXPECT_EQ(to_string(decided(observation).reason), to_string(c.reason)) << c.nearest;
  }
  Observation nobody_enrolled = good();
  nobody_enrolled.match.reset();
  EXPECT_EQ(decided(nobody_enrolled).reason, Reason::kUnknownPerson);
}

TEST(Reason, EachHasItsOwnName) {
  std::set<std::string_view> names;
  for (auto r = Reason::kAdmitted; r <= Reason::kRuleNotEvaluable; r = static_cast<Reason>(static_cast<int>(r) + 1))
    EXPECT_TRUE(names.insert(to_string(r)).second) << to_string(r);
  EXPECT_FALSE(names.contains("unknown"));
}

TEST(Decide, WhileLivenessIsPendingNobodyIsAdmittedAndOnlyTheAdmissibleAreAsked) {
  Observation observation = good();
  observation.liveness = Liveness::kUndecided;
  observation.liveness_pending = true;
  Policy strict = policy();
  strict.liveness = LivenessRule::kRequired;
  for (const Policy& rules : {policy(), strict})
    EXPECT_EQ(decide(observation, rules, limits(), kNow).reason, Reason::kProveLiveness);
  EXPECT_EQ(class_of(Reason::kProveLiveness), ReasonClass::kGuidance);
  observation.match.reset();
  EXPECT_EQ(decide(observation, policy(), limits(), kNow).reason, Reason::kUnknownPerson) << "asked in vain";
  observation = good();
  observation.liveness_pending = true;
  EXPECT_EQ(decide(observation, policy(), limits(), kNow).reason, Reason::kAdmitted) << "live is live";
  observation.liveness = Liveness::kNotLive;
  EXPECT_EQ(decide(observation, policy(), limits(), kNow).reason, Reason::kNotLive);
}

TEST(Decide, OneModelAloneCanSpeakAgainstAMatch) {
  MatchLimits both = limits();
  both.model_caps = {Distance{0.6F}, Distance{1.2F}};
  Observation observation = good();
  observation.match->apart = {Distance{0.5F}, Distance{1.0F}};
  EXPECT_EQ(decide(observation, policy(), both, kNow).reason, Reason::kAdmitted);
  observation.match->apart = {Distance{0.5F}, Distance{1.3F}};
  EXPECT_EQ(decide(observation, policy(), both, kNow).reason, Reason::kUnknownPerson);
  observation.match->apart = {Distance{0.5F}};
  EXPECT_EQ(decide(observation, policy(), both, kNow).reason, Reason::kUnknownPerson) << "a model was not asked";
  observation.match->apart = {};
  observation.refusal = Reason::kPassRevoked;
  EXPECT_EQ(decide(observation, policy(), both, kNow).reason, Reason::kPassRevoked) << "what refuses anyway is said";
}

}  // namespace
}  // namespace gate
