#include "enrolment/sample_choice.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace gate {
namespace {

/// A face whose place on one line is `at`: distances are differences.
FaceTemplate face(float at) {
  const std::array<float, 2> values{at, 1};
  return FaceTemplate::create({FaceVector::create("model", values).value()}).value();
}
std::vector<float> places(const EnrolmentSamples& chosen) {
  std::vector<float> all;
  for (const FaceTemplate& sample : chosen.samples) all.push_back(sample.vectors().front().values().front());
  std::ranges::sort(all);
  return all;
}

TEST(SampleChoice, TakesFiveThatDifferMost) {
  SampleChoice choice;
  for (const float at : {0.F, 0.01F, 0.1F, 0.11F, 0.2F, 0.21F, 0.3F, 0.31F}) choice.add_frame(face(at));
  EXPECT_EQ(choice.frames(), 8U);
  const auto chosen = std::move(choice).choose();
  EXPECT_FALSE(chosen.refusal);
  ASSERT_EQ(chosen.samples.size(), 5U);
  EXPECT_FLOAT_EQ(places(chosen).front(), 0);
  EXPECT_FLOAT_EQ(places(chosen).back(), 0.31F);
}

TEST(SampleChoice, FramesThatAreOddOrAFewOfSomebodyElseAreDropped) {
  SampleChoice choice;
  for (const float at : {0.F, 0.02F, 0.04F, 0.06F, 0.08F, 0.55F, 0.9F}) choice.add_frame(face(at));
  const auto chosen = std::move(choice).choose();
  EXPECT_FALSE(chosen.refusal);
  EXPECT_LE(places(chosen).back(), 0.08F);
}

TEST(SampleChoice, TwoPeopleAreRefused) {
  SampleChoice frames;
  for (const float at : {0.F, 0.01F, 0.02F, 0.9F, 0.91F}) frames.add_frame(face(at));
  EXPECT_EQ(std::move(frames).choose().refusal->reason, IssueReason::kPicturesOfTwoPeople);
  SampleChoice photos;
  for (const float at : {0.F, 0.01F, 0.9F}) photos.add_photo("photo" + std::to_string(at), face(at));
  const auto chosen = std::move(photos).choose();
  EXPECT_EQ(chosen.refusal->reason, IssueReason::kPicturesOfTwoPeople);
  EXPECT_TRUE(chosen.refusal->what.starts_with("photo0.9")) << chosen.refusal->what;
  EXPECT_TRUE(chosen.samples.empty());
}

TEST(SampleChoice, WithoutAGoodPictureThereIsNothingToChoose) {
  SampleChoice none;
  none.leave_out("one.jpg", "too dark");
  const auto chosen = std::move(none).choose();
  EXPECT_EQ(chosen.refusal->reason, IssueReason::kPicturesUnusable);
  EXPECT_EQ(chosen.refusal->what, "one.jpg: left out: too dark");
}

}  // namespace
}  // namespace gate
