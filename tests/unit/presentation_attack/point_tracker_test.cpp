#include "presentation_attack/point_tracker.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

namespace gate {
namespace {

cv::Mat texture() {
  cv::Mat noise(480, 640, CV_8UC3);
  cv::RNG(1).fill(noise, cv::RNG::UNIFORM, 0, 256);
  cv::GaussianBlur(noise, noise, {}, 3);
  cv::normalize(noise, noise, 0, 255, cv::NORM_MINMAX);
  return noise;
}

cv::Mat moved(const cv::Mat& picture, double x, double y) {
  cv::Mat out;
  cv::warpAffine(picture, out, cv::Matx23d(1, 0, x, 0, 1, y), picture.size(), cv::INTER_LINEAR, cv::BORDER_REFLECT);
  return out;
}

TEST(PointTracker, FollowsWhatMoves) {
  for (const auto where : {PointTracker::Where::kInside, PointTracker::Where::kBeside}) {
    PointTracker tracker(where);
    const cv::Mat first = texture();
    tracker.start(first, {240, 160, 160, 160});
    const std::size_t picked = tracker.from().size();
    ASSERT_GT(picked, 10u);
    for (int i = 1; i <= 5; ++i) tracker.follow(moved(first, 4 * i, 2 * i), {240 + 4 * i, 160 + 2 * i, 160, 160});
    ASSERT_GT(tracker.from().size(), picked / 2);
    for (std::size_t i = 0; i < tracker.from().size(); ++i) {
      EXPECT_NEAR(tracker.now()[i].x - tracker.from()[i].x, 20, 2.5);
      EXPECT_NEAR(tracker.now()[i].y - tracker.from()[i].y, 10, 2.5);
    }
  }
}

TEST(PointTracker, AnotherPictureLosesThePoints) {
  PointTracker tracker;
  tracker.start(texture(), {240, 160, 160, 160});
  tracker.follow(cv::Mat(480, 640, CV_8UC3, cv::Scalar::all(90)), {240, 160, 160, 160});
  EXPECT_LT(tracker.from().size(), 12u);
}

TEST(PointTracker, BoxesOutsideThePictureAreSurvived) {
  PointTracker tracker;
  tracker.start(texture(), {-300, -300, 160, 160});
  EXPECT_TRUE(tracker.empty());
  tracker.start(texture(), {600, 440, 160, 160});
  tracker.follow(texture(), {900, 700, 160, 160});
  tracker.start(texture(), {10, 10, 0, 0});
  tracker.follow(cv::Mat(48, 64, CV_8UC3, cv::Scalar::all(9)), {10, 10, 30, 30});
  EXPECT_TRUE(tracker.empty());
}

}  // namespace
}  // namespace gate
