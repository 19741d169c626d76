#pragma once

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <string>
#include <vector>

#include "vision/code_renderer.h"

namespace gate {

/// Characters of an EU certificate's base45, always the same.
inline std::string certificate_like_text(int length, int seed = 1) {
  static const std::string kAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
  cv::RNG random(static_cast<std::uint64_t>(seed));
  std::string text = "HC1:";
  while (static_cast<int>(text.size()) < length) text += kAlphabet[random.uniform(0, 45)];
  return text;
}

struct PlacedCode {
  std::string text;
  int module_px;
  cv::Point at_px;  ///< top left corner of its quiet zone
};

/// A 1280x720 camera frame of a grey wall with codes held in front of it. Without codes: the wall.
inline cv::Mat frame_with(const std::vector<PlacedCode>& codes) {
  cv::Mat luma(720, 1280, CV_8UC1, cv::Scalar(150));
  for (const PlacedCode& code : codes) {
    const cv::Mat picture = render_qr(code.text, ErrorCorrection::kQuartile, code.module_px).value();
    cv::Mat part = luma({code.at_px, picture.size()});
    picture.convertTo(part, CV_8U, 0.7, 40);
  }
  cv::Mat bgr;
  cv::cvtColor(luma, bgr, cv::COLOR_GRAY2BGR);
  return bgr;
}

}  // namespace gate
