#include "access/decide.h"

#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <set>

#include "unit/access/certificates.h"

namespace gate {
namespace {

using namespace gate::testing;
using std::chrono::days;
using std::chrono::hours;

const WallTime kNow = day(2021, 12, 3) + hours{12};

Policy policy() {
  Policy policy = two_doses_14_days();
  policy.vaccination[0].products = {kComirnaty};
  policy.vaccination[0].age.max = days{270};
  policy.test = {{.kinds = {}, .maximum_age = hours{72}}};
  policy.recovery = {{.age = {days{11}, days{180}}}};
  return policy;
}

MatchLimits limits() {
  return {.threshold = 0.45F,
          .distance_cap = {0.55F},
          .runner_up = {},
          .model_caps = {},
          .too_large = {},
          .provenance = "test"};
}

/// Everything holds.
Observation good() {
  Observation observation;
  observation.people_in_front = 1;
  observation.liveness = Liveness::kLive;
  observation.match = MatchedPass{.pass = {{1}}, .distance = {0.35F}, .runner_up = Distance{0.7F}, .apart = {}};
  observation.clock_trusted = true;
  observation.trust_store_fresh = true;
  observation.certificate = with(dose(2, 2, day(2021, 6, 1)));
  observation.captured_at = MonotonicTime{std::chrono::seconds{5}};
  return observation;
}

Decision decided(const Observation& observation) { return decide(observation, policy(), limits(), kNow); }

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

struct CodeCase {
  Identification identification;
  ShownCode code;
  bool near;
  Reason reason;
};

TEST(Decide, ACodeCountsAsTheVenueAsks) {
  using enum Identification;
  const std::vector<CodeCase> cases{
      {kFace, ShownCode::kNone, true, Reason::kAdmitted},
      {kFace, ShownCode::kNone, false, Reason::kUnknownPerson},
      {kCodeAndFace, ShownCode::kNone, true, Reason::kShowCode},
      {kCodeAndFace, ShownCode::kNone, false, Reason::kShowCode},
      {kCodeAndFace, ShownCode::kPass, true, Reason::kAdmitted},
      {kCodeAndFace, ShownCode::kPass, false, Reason::kUnknownPerson},
      {kCodeAndFace, ShownCode::kCertificate, true, Reason::kCodeWithoutFace},
      {kCodeAndFace, ShownCode::kCertificate, false, Reason::kCodeWithoutFace},
      {kCodeAndFace, ShownCode::kUnknown, true, Reason::kCodeNotRecognised},
      {kCodeAndFace, ShownCode::kUnknown, false, Reason::kCodeNotRecognised},
      {kEither, ShownCode::kNone, true, Reason::kAdmitted},
      {kEither, ShownCode::kNone, false, Reason::kUnknownPerson},
      {kEither, ShownCode::kPass, true, Reason::kAdmitted},
      {kEither, ShownCode::kPass, false, Reason::kUnknownPerson},
      {kEither, ShownCode::kCertificate, true, Reason::kAdmitted},
      {kEither, ShownCode::kCertificate, false, Reason::kCodeWithoutFace},
      {kEither, ShownCode::kUnknown, true, Reason::kAdmitted},
      {kEither, ShownCode::kUnknown, false, Reason::kCodeNotRecognised},
  };
  for (std::size_t i = 0; i < cases.size(); ++i) {
    Observation observation = good();
    observation.identification = cases[i].identification;
    observation.code = cases[i].code;
    observation.match->distance = {cases[i].near ? 0.35F : 0.9F};
    observation.match->runner_up.reset();
    const Decision decision = decided(observation);
    EXPECT_EQ(to_string(decision.reason), to_string(cases[i].reason)) << "case " << i;
    const bool shown = cases[i].code == ShownCode::kPass;
    EXPECT_EQ(decision.comparison, shown ? Comparison::kOneToOne : Comparison::kOneToMany);
  }
}

/// A pass shown that does not verify is refused for that, with or without a match, and never admits.
TEST(Decide, APassShownThatDoesNotVerifyIsRefusedForThat) {
  for (const Identification identification : {Identification::kCodeAndFace, Identification::kEither})
    for (const Reason refusal : {Reason::kPassNotVerified, Reason::kPassExpired, Reason::kPassRevoked})
      for (const bool match : {false, true}) {
        Observation observation = good();
        observation.identification = identification;
        observation.code = ShownCode::kPass;
        observation.refusal = refusal;
        if (!match) observation.match.reset();
        EXPECT_EQ(decided(observation).reason, refusal);
        EXPECT_EQ(decided(observation).comparison, Comparison::kOneToOne);
        observation.clock_trusted = false;
        EXPECT_EQ(decided(observation).reason, Reason::kClockNotTrusted) << "an expiry needs a clock";
      }
  Observation observation = good();
  observation.code = ShownCode::kPass;
  observation.match.reset();
  EXPECT_EQ(decided(observation).reason, Reason::kUnknownPerson) << "nothing refused, nothing compared";
  observation.refusal = Reason::kAdmitted;
  EXPECT_EQ(decided(observation).verdict, Verdict::kRefuse);
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

/// Every combination of every input's kinds of value: an admission exactly when each of them holds.
TEST(Decide, AdmitsExactlyWhenEverythingHoldsOverTheCrossProduct) {
  std::size_t admitted = 0;
  std::size_t tried = 0;
  const std::vector<std::optional<Certificate>> certificates{
      std::nullopt, Certificate{}, with(dose(1, 2, day(2021, 6, 1))), with(dose(2, 2, day(2021, 6, 1)))};
  const std::vector<std::optional<MatchedPass>> matches{std::nullopt, MatchedPass{{{1}}, {0.9F}, {}, {}},
                                                        MatchedPass{{{1}}, {0.4F}, Distance{0.4F}, {}},
                                                        MatchedPass{{{1}}, {0.3F}, {}, {}}};
  const std::vector<std::optional<RuleObjection>> objections{std::nullopt, RuleObjection{},
                                                             RuleObjection{Reason::kAdmitted, "VR-DE-0001"}};
  for (int people = -1; people <= 3; ++people)
    for (const std::optional<Reason> issue : {std::optional<Reason>{}, {Reason::kBlurred}, {Reason::kAdmitted}})
      for (const Liveness liveness : {Liveness::kUndecided, Liveness::kLive, Liveness::kNotLive})
        for (std::size_t match = 0; match < matches.size(); ++match)
          for (const bool clock : {false, true})
            for (const bool trust : {false, true})
              for (const std::optional<Reason> refusal :
                   {std::optional<Reason>{}, {Reason::kPassRevoked}, {Reason::kAdmitted}})
                for (std::size_t certificate = 0; certificate < certificates.size(); ++certificate)
                  for (const std::optional<RuleObjection>& objection : objections)
                    for (const LivenessRule rule : {LivenessRule::kRefuseAttacks, LivenessRule::kRequired})
                      for (const Identification identification :
                           {Identification::kFace, Identification::kCodeAndFace, Identification::kEither})
                        for (const ShownCode code :
                             {ShownCode::kNone, ShownCode::kPass, ShownCode::kCertificate, ShownCode::kUnknown}) {
                          const Observation observation{.people_in_front = people,
                                                        .quality_issue = issue,
                                                        .liveness = liveness,
                                                        .match = matches[match],
                                                        .clock_trusted = clock,
                                                        .trust_store_fresh = trust,
                                                        .refusal = refusal,
                                                        .certificate = certificates[certificate],
                                                        .rule_objection = objection,
                                                        .captured_at = {},
                                                        .identification = identification,
                                                        .code = code};
                          Policy asked = policy();
                          asked.liveness = rule;
                          const Decision decision = decide(observation, asked, limits(), kNow);
                          const bool live = liveness == Liveness::kLive ||
                                            (liveness == Liveness::kUndecided && rule == LivenessRule::kRefuseAttacks);
                          const bool code_as_asked =
                              identification != Identification::kCodeAndFace || code == ShownCode::kPass;
                          const bool holds = people == 1 && !issue && live && match == matches.size() - 1 && clock &&
                                             trust && !refusal && certificate == certificates.size() - 1 &&
                                             !objection && code_as_asked;
                          ASSERT_EQ(decision.verdict == Verdict::kAdmit, holds);
                          ASSERT_EQ(decision.reason == Reason::kAdmitted, holds);
                          ASSERT_EQ(decision.pass.has_value(), match != 0);
                          admitted += holds ? 1 : 0;
                          ++tried;
                        }
  EXPECT_EQ(admitted, 3U * (3 * 4 - 3));
  EXPECT_EQ(tried, 5U * 3 * 3 * 4 * 2 * 2 * 3 * 4 * 3 * 2 * 3 * 4);
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
