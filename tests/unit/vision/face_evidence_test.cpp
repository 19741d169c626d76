#include "vision/face_evidence.h"

#include <gtest/gtest.h>

#include <array>

namespace gate {
namespace {

using Belief = FaceEvidence::Belief;

Belief after(FaceEvidence evidence, std::initializer_list<std::array<double, 2>> frames) {
  for (const auto& scores : frames) evidence.add(scores);
  return evidence.belief();
}

const FaceEvidence kNew({10, 20, 100, 100});

TEST(FaceEvidence, NothingIsBelievedAtOnce) {
  EXPECT_EQ(kNew.belief(), Belief::kOpen);
  EXPECT_EQ(after(kNew, {{1, 1}}), Belief::kOpen);
  FaceEvidence many = kNew;
  many.add(std::array<double, 10>{1, 1, 1, 1, 1, 1, 1, 1, 1, 1});
  EXPECT_EQ(many.belief(), Belief::kOpen) << "one frame, however often it is looked at";
  EXPECT_EQ(many.looks(), 10U);
  EXPECT_EQ(many.place_px(), cv::Rect(10, 20, 100, 100));
}

TEST(FaceEvidence, SixSureLooksSuffice) {
  EXPECT_EQ(after(kNew, {{1, 1}, {1, 0.9}, {0.8, 1}}), Belief::kBelieved);
  EXPECT_EQ(after(kNew, {{1, 1}, {1, 0.9}, {0.5, 0.4}}), Belief::kOpen);
}

TEST(FaceEvidence, TenLooksDecideByTheirMean) {
  EXPECT_EQ(after(kNew, {{1, 1}, {1, 0.5}, {0, 0.5}, {1, 0.5}, {0.5, 0.5}}), Belief::kBelieved);
  EXPECT_EQ(after(kNew, {{1, 1}, {1, 0.5}, {0, 0}, {1, 0.5}, {0.4, 0.5}}), Belief::kGivenUp);
}

TEST(FaceEvidence, HopelessPlacesAreGivenUpEarly) {
  EXPECT_EQ(after(kNew, {{0.9, 0}, {0, 0}, {0, 0}}), Belief::kGivenUp);
  EXPECT_EQ(after(kNew, {{0, 0}, {0, 0}}), Belief::kOpen);
}

}  // namespace
}  // namespace gate
