#include "access/match_limits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace gate {
namespace {

using ::testing::HasSubstr;

MatchCurve pairs_curve() {
  MatchCurve curve;
  curve.comparison = FaceComparison::of("net/0123456789abcdef/5pt");
  curve.impostor_trials = 3'000'000;
  curve.genuine_trials = 3000;
  curve.file = "curve.json";
  curve.points = {{0.30F, 0, 1e-6, 0.2}, {0.40F, 1e-5, 2e-5, 0.05}, {0.50F, 1e-3, 2e-3, 0.01}};
  return curve;
}

TEST(ChooseLimits, TakesTheLoosestPointThatKeepsTheRateAtTheGallerysSize) {
  const MatchCurve curve = pairs_curve();
  EXPECT_FLOAT_EQ(choose_limits(curve, 1, 0.002)->threshold, 0.50F);
  EXPECT_FLOAT_EQ(choose_limits(curve, 2, 0.002)->threshold, 0.40F);
  EXPECT_FLOAT_EQ(choose_limits(curve, 100, 0.0021)->threshold, 0.40F);
  const MatchLimits limits = choose_limits(curve, 1000, 0.0021).value();
  EXPECT_FLOAT_EQ(limits.threshold, 0.30F);
  EXPECT_NEAR(limits.stranger_rate, 1 - std::pow(1 - 1e-6, 1000), 1e-12);
  EXPECT_TRUE(limits.within_request);
  EXPECT_DOUBLE_EQ(limits.fnmr, 0.2);
}

TEST(ChooseLimits, ACurveThatCannotShowTheRateGivesItsStrictestPointAndSaysSo) {
  const MatchLimits limits = choose_limits(pairs_curve(), 100'000, 0.001).value();
  EXPECT_FLOAT_EQ(limits.threshold, 0.30F);
  EXPECT_FALSE(limits.within_request);
  EXPECT_GT(limits.stranger_rate, 0.001);
  EXPECT_THAT(limits.provenance, HasSubstr("WARNING"));
}

TEST(ChooseLimits, BelowTheNearestImpostorTheBoundIsContinuedByTheCurvesSlope) {
  MatchCurve curve = pairs_curve();
  curve.impostor_trials = 150'000;
  curve.points = {
      {0.30F, 0, 2e-5, 0.09}, {0.40F, 0, 2e-5, 0.012}, {0.45F, 1.3e-5, 4e-5, 0.005}, {0.50F, 3e-4, 4e-4, 0}};
  const MatchLimits hundred = choose_limits(curve, 100, 0.001).value();
  EXPECT_FLOAT_EQ(hundred.threshold, 0.40F);
  EXPECT_NEAR(hundred.stranger_rate, 100 * 4e-6, 1e-5);  // a decade of rate in 0.05 of distance
  EXPECT_FALSE(hundred.within_request);
  EXPECT_THAT(hundred.provenance, HasSubstr("continued"));
  EXPECT_FLOAT_EQ(choose_limits(curve, 1000, 0.001)->threshold, 0.30F);
}

TEST(ChooseLimits, ProvenanceNamesCurveModelFiguresAndProvisionalOnes) {
  MatchCurve curve = pairs_curve();
  const std::string line = choose_limits(curve, 10, 0.001)->provenance;
  for (const char* part : {"curve.json", "net/0123456789abcdef/5pt", "0.4", "3000000", "10 passes", "0.1 %"})
    EXPECT_THAT(line, HasSubstr(part));
  EXPECT_THAT(line, ::testing::Not(HasSubstr("PROVISIONAL")));
  curve.provisional = true;
  EXPECT_THAT(choose_limits(curve, 10, 0.001)->provenance, HasSubstr("PROVISIONAL"));
}

TEST(ChooseLimits, OnPlainPairsTheCapIsTheThresholdAndOnSearchesTheMeasuredOne) {
  MatchCurve curve = pairs_curve();
  EXPECT_FLOAT_EQ(choose_limits(curve, 2, 0.002)->distance_cap.value, 0.40F);
  curve.gallery_size = 100;
  EXPECT_FLOAT_EQ(choose_limits(curve, 100, 0.002)->distance_cap.value, 0.6F);
}

TEST(ChooseLimits, SearchesAreScaledFromTheirGalleryToOurs) {
  MatchCurve curve = pairs_curve();
  curve.gallery_size = 100;
  EXPECT_FLOAT_EQ(choose_limits(curve, 100, 0.002)->threshold, 0.50F);
  EXPECT_FLOAT_EQ(choose_limits(curve, 101, 0.002)->threshold, 0.40F);
  EXPECT_NEAR(choose_limits(curve, 200, 1e-4)->stranger_rate, 1 - std::pow(1 - 2e-5, 2), 1e-12);
}

TEST(ChooseLimits, AnEmptyGalleryIsAsStrictAsOnePass) {
  EXPECT_FLOAT_EQ(choose_limits(pairs_curve(), 0, 0.002)->threshold, choose_limits(pairs_curve(), 1, 0.002)->threshold);
}

TEST(ChooseLimits, RefusesARateThatIsNone) {
  for (const double rate : {0.0, 1.0, -0.1, std::numeric_limits<double>::quiet_NaN()})
    EXPECT_FALSE(choose_limits(pairs_curve(), 10, rate)) << rate;
}

TEST(SameFaceDistance, IsTheLoosestPointWithOneFalsePairInAThousand) {
  MatchCurve curve;
  curve.distance_cap = {0.6F};
  curve.points = {{0.3F, 0, 1e-5, 0.2}, {0.4F, 5e-4, 6e-4, 0.1}, {0.5F, 1e-3, 2e-3, 0.05}, {0.55F, 2e-3, 3e-3, 0.01}};
  EXPECT_EQ(same_face_distance(curve), Distance{0.5F});
  curve.points.erase(curve.points.begin(), curve.points.begin() + 3);
  EXPECT_EQ(same_face_distance(curve), Distance{0.6F});
  curve.gallery_size = 100;
  EXPECT_EQ(same_face_distance(curve), Distance{0.6F});
}

TEST(CheckCurve, RefusesWhatCannotHaveBeenMeasured) {
  const auto refused = [](auto&& spoil) {
    MatchCurve curve = pairs_curve();
    spoil(curve);
    return !check_curve(curve);
  };
  EXPECT_FALSE(refused([](MatchCurve&) {}));
  EXPECT_TRUE(refused([](MatchCurve& c) { c.points.clear(); }));
  EXPECT_TRUE(refused([](MatchCurve& c) { c.impostor_trials = 0; }));
  EXPECT_TRUE(refused([](MatchCurve& c) { c.gallery_size = 0; }));
  EXPECT_TRUE(refused([](MatchCurve& c) { c.points[1].score = c.points[0].score; }));
  EXPECT_TRUE(refused([](MatchCurve& c) {
    c.points[0].fmr = 1e-4;
    c.points[0].fmr_upper95 = 1e-3;
  }));
  EXPECT_TRUE(refused([](MatchCurve& c) { c.points[2].fnmr = 0.06; }));
  EXPECT_TRUE(refused([](MatchCurve& c) { c.points[2].fmr_upper95 = 5e-4; })) << "bound below its rate";
  EXPECT_TRUE(refused([](MatchCurve& c) { c.impostor_trials = 1'000'000; })) << "bound tighter than the trials allow";
  EXPECT_TRUE(refused([](MatchCurve& c) { c.points[1].fmr = std::numeric_limits<double>::quiet_NaN(); }));
}

TEST(MatchScore, TakesTheRunnerUpIn) {
  const RunnerUpRule rule{.weight = 0.5F, .reference = 0.6F};
  EXPECT_FLOAT_EQ(match_score(Distance{0.4F}, std::nullopt, rule), 0.4F);
  EXPECT_FLOAT_EQ(match_score(Distance{0.4F}, Distance{0.6F}, rule), 0.4F);
  EXPECT_FLOAT_EQ(match_score(Distance{0.4F}, Distance{0.4F}, rule), 0.5F);
  EXPECT_FLOAT_EQ(match_score(Distance{0.4F}, Distance{0.8F}, rule), 0.3F);
}

TEST(MatchLimits, SaysWhenTheGalleryIsTooLargeForFaceAlone) {
  const MatchCurve curve = pairs_curve();
  EXPECT_FALSE(choose_limits(curve, 1, 0.01)->too_large);
  const auto hopeless = choose_limits(curve, 100'000'000, 1e-9)->too_large;
  ASSERT_TRUE(hopeless);
  EXPECT_NE(hopeless->find("code_and_face"), std::string::npos) << "says what to do";
  MatchCurve blind = curve;
  for (CurvePoint& point : blind.points) point.fnmr = 0.2;
  EXPECT_TRUE(choose_limits(blind, 1, 0.01)->too_large) << "strict enough only by missing one in five";
}

}  // namespace
}  // namespace gate
