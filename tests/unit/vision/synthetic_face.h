#pragma once

#include <opencv2/imgproc.hpp>

#include "vision/face.h"

namespace gate {

/// A face made of a few ellipses, for tests that need pixels but nobody's picture: skin, eyes, nostrils, a red mouth.
struct SyntheticFace {
  cv::Mat picture{480, 640, CV_8UC3, cv::Scalar(90, 90, 90)};
  /// The distance of the outer eye corners is 160 px, the nose's base 88 px (0.55 of it) below them.
  Face face{.box_px = {200, 120, 240, 240},
            .landmarks_px = {{{400, 190}, {352, 190}, {240, 190}, {288, 190}, {320, 278}}},
            .score = 1};

  explicit SyntheticFace(const cv::Scalar& skin = {140, 165, 215}) {
    const auto ellipse = [&](cv::Point centre, cv::Size axes, const cv::Scalar& colour) {
      cv::ellipse(picture, centre, axes, 0, 0, 360, colour, cv::FILLED, cv::LINE_AA);
    };
    ellipse({320, 250}, {135, 185}, skin);
    for (const int x : {264, 376}) ellipse({x, 190}, {24, 9}, {40, 40, 40});
    for (const int x : {308, 332}) ellipse({x, 280}, {7, 4}, skin * 0.4);
    ellipse({320, 326}, {45, 12}, {90, 80, 175});
    cv::line(picture, {277, 326}, {363, 326}, cv::Scalar(40, 30, 70), 4, cv::LINE_AA);
    cv::GaussianBlur(picture, picture, {}, 2);
  }
};

}  // namespace gate
