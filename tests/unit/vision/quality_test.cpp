#include "vision/quality.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

namespace gate {
namespace {

// A textured square that stands for a face: 160 px in the middle of a 640x480 frame, looking straight ahead.
struct Scene {
  cv::Mat bgr = textured();
  Face face{.box_px = {240, 160, 160, 160},
            .landmarks_px = {cv::Point2f{370, 210}, {340, 210}, {270, 210}, {300, 210}, {320, 260}},
            .score = 1};

  static cv::Mat textured() {
    cv::Mat bgr(480, 640, CV_8UC3);
    cv::RNG random(1);
    random.fill(bgr, cv::RNG::NORMAL, 128, 60);
    cv::GaussianBlur(bgr, bgr, {}, 2.0);  // detail like skin and hair, not like a sensor's noise
    cv::normalize(bgr, bgr, 0, 255, cv::NORM_MINMAX);
    return bgr;
  }
  std::optional<QualityIssue> issue() const { return assess(bgr, face, {}).issue; }
};

TEST(Quality, AnEvenlyLitFrontalFaceIsGood) { EXPECT_EQ(Scene().issue(), std::nullopt); }

TEST(Quality, SmallIsTooFarAndLargeIsTooClose) {
  Scene far;
  far.face.box_px = {300, 200, 50, 50};
  EXPECT_EQ(far.issue(), QualityIssue::kTooFar);
  Scene close;
  close.face.box_px = {90, 10, 460, 460};
  EXPECT_EQ(close.issue(), QualityIssue::kTooClose);
}

TEST(Quality, CutOffByTheFramesEdge) {
  Scene cut;
  cut.face.box_px.x = -60;
  EXPECT_EQ(cut.issue(), QualityIssue::kOutOfFrame);
  cut.face.box_px = {5000, 5000, 160, 160};
  EXPECT_EQ(cut.issue(), QualityIssue::kOutOfFrame);
}

TEST(Quality, TurnedToEitherSideOrTilted) {
  for (const float nose_x : {360.0F, 280.0F}) {
    Scene turned;
    turned.face.landmarks_px[4].x = nose_x;
    EXPECT_EQ(turned.issue(), QualityIssue::kTurnedAway) << nose_x;
  }
  Scene tilted;
  tilted.face.landmarks_px = {cv::Point2f{350, 260}, {335, 240}, {290, 165}, {305, 190}, {285, 245}};
  EXPECT_EQ(tilted.issue(), QualityIssue::kTurnedAway);
}

TEST(Quality, DarkAndBright) {
  Scene dark;
  dark.bgr *= 0.1;
  EXPECT_EQ(dark.issue(), QualityIssue::kTooDark);
  Scene bright;
  bright.bgr = bright.bgr * 0.05 + cv::Scalar::all(244);
  EXPECT_EQ(bright.issue(), QualityIssue::kTooBright);
}

TEST(Quality, BlurredAtTheSizeTheNetSees) {
  Scene blurred;
  const cv::Size size = blurred.bgr.size();
  cv::resize(blurred.bgr, blurred.bgr, {16, 12}, 0, 0, cv::INTER_NEAREST);
  cv::resize(blurred.bgr, blurred.bgr, size, 0, 0, cv::INTER_CUBIC);
  EXPECT_EQ(blurred.issue(), QualityIssue::kBlurred);
}

TEST(Quality, EveryIssueHasItsName) {
  EXPECT_EQ(to_string(QualityIssue::kTooFar), "too_far");
  EXPECT_EQ(to_string(QualityIssue::kBlurred), "blurred");
}

}  // namespace
}  // namespace gate
