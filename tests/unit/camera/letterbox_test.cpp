#include "camera/letterbox.h"

#include <gtest/gtest.h>

namespace gate {
namespace {

struct Case {
  cv::Size from, to;
  cv::Rect picture;
};

class LetterboxTest : public testing::TestWithParam<Case> {};

TEST_P(LetterboxTest, KeepsProportionsAndCentres) {
  const auto& [from, to, picture] = GetParam();
  const cv::Mat out = letterbox(cv::Mat(from, CV_8UC3, cv::Scalar(10, 200, 30)), to);
  ASSERT_EQ(out.size(), to);
  for (int y = 0; y < out.rows; ++y) {
    for (int x = 0; x < out.cols; ++x) {
      const auto expected = picture.contains({x, y}) ? cv::Vec3b(10, 200, 30) : cv::Vec3b(0, 0, 0);
      ASSERT_EQ(out.at<cv::Vec3b>(y, x), expected) << x << ',' << y;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Sizes, LetterboxTest,
                         testing::Values(Case{{640, 480}, {640, 480}, {0, 0, 640, 480}},
                                         Case{{4000, 1000}, {400, 300}, {0, 100, 400, 100}},
                                         Case{{100, 400}, {640, 480}, {260, 0, 120, 480}},
                                         Case{{5000, 1}, {64, 48}, {0, 23, 64, 1}}));

}  // namespace
}  // namespace gate
