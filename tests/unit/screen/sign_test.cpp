#include "screen/sign.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

namespace gate {
namespace {

constexpr int kSide = 160;

/// Share of the sign's pixels by which two drawings differ.
double difference(const cv::Mat& a, const cv::Mat& b) { return cv::norm(a, b, cv::NORM_L1) / (255.0 * kSide * kSide); }

TEST(Sign, EveryTonesShapeDiffersSoThatColourIsNotNeeded) {
  for (const Tone a : kTones)
    for (const Tone b : kTones)
      if (a != b) {
        EXPECT_GT(difference(sign_shape(a, kSide), sign_shape(b, kSide)), 0.03) << int(a) << " " << int(b);
      }
}

TEST(Sign, EveryPictogramIsDrawnAndDiffersFromTheOthers) {
  for (const Pictogram a : kPictograms) {
    const cv::Mat drawn = sign_symbol(Tone::kGuide, a, kSide);
    EXPECT_GT(cv::mean(drawn)[0], 255 * 0.04) << int(a);
    for (const Pictogram b : kPictograms)
      if (a != b) {
        EXPECT_GT(difference(drawn, sign_symbol(Tone::kGuide, b, kSide)), 0.02) << int(a) << " " << int(b);
      }
  }
}

TEST(Sign, TheSymbolStaysInsideItsShape) {
  for (const Tone tone : kTones) {
    if (tone == Tone::kWait) continue;  // in the middle of a ring
    for (const Pictogram pictogram : kPictograms) {
      cv::Mat outside;
      cv::subtract(sign_symbol(tone, pictogram, kSide), sign_shape(tone, kSide), outside);
      EXPECT_EQ(cv::countNonZero(outside), 0) << int(tone) << " " << int(pictogram);
    }
  }
}

}  // namespace
}  // namespace gate
