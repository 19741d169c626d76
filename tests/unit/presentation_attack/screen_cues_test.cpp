#include "presentation_attack/screen_cues.h"

#include <gtest/gtest.h>

#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace gate {
namespace {

const cv::Rect kBox(240, 160, 160, 160);

/// Something smooth with coarse features and sensor noise, like skin.
cv::Mat face_like(double noise) {
  cv::Mat picture(480, 640, CV_8UC3, cv::Scalar(120, 140, 170));
  cv::circle(picture, {290, 220}, 14, cv::Scalar(40, 40, 60), -1);
  cv::circle(picture, {350, 220}, 14, cv::Scalar(40, 40, 60), -1);
  cv::ellipse(picture, {320, 285}, {30, 9}, 0, 0, 360, cv::Scalar(70, 70, 140), -1);
  cv::GaussianBlur(picture, picture, {}, 2);
  cv::Mat grain(picture.size(), CV_16SC3);
  cv::RNG(3).fill(grain, cv::RNG::NORMAL, 0, noise);
  cv::Mat out;
  cv::add(picture, grain, out, cv::noArray(), CV_8U);
  return out;
}

cv::Mat with_grid(cv::Mat picture, double period, double depth) {
  for (int y = 0; y < picture.rows; ++y) {
    for (int x = 0; x < picture.cols; ++x) {
      const double wave = std::sin(2 * CV_PI * (x + 0.3 * y) / period);
      for (int c = 0; c < 3; ++c)
        picture.at<cv::Vec3b>(y, x)[c] = cv::saturate_cast<uchar>(picture.at<cv::Vec3b>(y, x)[c] * (1 + depth * wave));
    }
  }
  return picture;
}

TEST(ScreenCues, AGridStandsOutOfTheSpectrum) {
  for (const double noise : {0.5, 4.0, 8.0}) {
    EXPECT_LT(*pattern_peak(face_like(noise), kBox), 2.0) << noise;
    EXPECT_GT(*pattern_peak(with_grid(face_like(noise), 4.3, 0.15), kBox), 2.0) << noise;
  }
}

TEST(ScreenCues, ASmallFaceHasNoSpectrum) { EXPECT_FALSE(pattern_peak(face_like(1), {300, 200, 50, 50})); }

TEST(ScreenCues, BandsAreWholeRows) {
  const cv::Mat before = face_like(1);
  cv::Mat banded = face_like(1);
  for (int y = 0; y < banded.rows; ++y) banded.row(y) += cv::Scalar::all(4 + 4 * std::sin(y / 8.0));
  cv::Mat moved;
  cv::warpAffine(before, moved, cv::Matx23d(1, 0, 1, 0, 1, 0), before.size());
  EXPECT_GT(*row_change(before, banded, kBox), 0.6);
  const auto by_movement = row_change(before, moved, kBox);
  EXPECT_TRUE(!by_movement || *by_movement < 0.4);
  EXPECT_FALSE(row_change(before, before, kBox));
}

std::vector<cv::Point2f> grid(cv::Rect area) {
  std::vector<cv::Point2f> points;
  for (int y = 0; y < 5; ++y)
    for (int x = 0; x < 5; ++x)
      points.emplace_back(cv::Point(area.x + area.width * x / 4, area.y + area.height * y / 4));
  return points;
}

std::vector<cv::Point2f> shifted(std::vector<cv::Point2f> points, cv::Point2f by) {
  for (auto& p : points) p += by;
  return points;
}

TEST(ScreenCues, WhatLiesBesideAPrintMovesAlong) {
  const auto face = grid(kBox);
  const auto beside = grid({450, 160, 80, 160});
  const cv::Point2f move(30, 8);
  EXPECT_DOUBLE_EQ(*moved_along(face, shifted(face, move), beside, shifted(beside, move), 160), 1);
  EXPECT_DOUBLE_EQ(*moved_along(face, shifted(face, move), beside, beside, 160), 0);
  EXPECT_FALSE(moved_along(face, shifted(face, {2, 1}), beside, beside, 160)) << "too little movement to say";
}

}  // namespace
}  // namespace gate
