// Codes beside faces, and an admission exactly when everything holds.
#include <gtest/gtest.h>

#include <array>

#include "unit/access/good_observation.h"

namespace gate {
namespace {

using namespace gate::testing;

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

/// Every combination of every input's kinds of value: an admission exactly when each of them holds.
TEST(Decide, AdmitsExactlyWhenEverythingHoldsOverTheCrossProduct) {
  static constexpr std::array<std::pair<Liveness, bool>, 6> kLiveness{{{Liveness::kUndecided, false},
                                                                       {Liveness::kLive, false},
                                                                       {Liveness::kNotLive, false},
                                                                       {Liveness::kUndecided, true},
                                                                       {Liveness::kLive, true},
                                                                       {Liveness::kNotLive, true}}};
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
      for (const auto& [liveness, pending] : kLiveness)
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
                                                        .liveness_pending = pending,
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
                          const bool live =
                              liveness == Liveness::kLive ||
                              (liveness == Liveness::kUndecided && !pending && rule == LivenessRule::kRefuseAttacks);
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
  EXPECT_EQ(admitted, 5U * (3 * 4 - 3));
  EXPECT_EQ(tried, 5U * 3 * 6 * 4 * 2 * 2 * 3 * 4 * 3 * 2 * 3 * 4);
}

}  // namespace
}  // namespace gate
