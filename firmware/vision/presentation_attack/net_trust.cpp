#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "presentation_attack/passive_detector.h"

namespace gate {
namespace {

/// 0 up to `none`, 1 from `full` on (or the other way round).
double ramp(double value, double none, double full) { return std::clamp((value - none) / (full - none), 0.0, 1.0); }

/// Standard deviation of sensor noise: the response to a mask that cancels planes and edges (J. Immerkaer, "Fast noise
/// variance estimation", 1996).
double noise_of(const cv::Mat& grey) {
  const cv::Matx33f mask(1, -2, 1, -2, 4, -2, 1, -2, 1);
  cv::Mat response;
  cv::filter2D(grey, response, CV_32F, mask);
  return std::sqrt(std::numbers::pi / 2) / 6 * cv::norm(response, cv::NORM_L1) / static_cast<double>(grey.total());
}

}  // namespace

double net_trust(const cv::Mat& bgr, const cv::Rect& box_px) {
  const cv::Rect area = box_px & cv::Rect({}, bgr.size());
  if (area.width < 8 || area.height < 8) return 0;
  cv::Mat grey;
  cv::cvtColor(bgr(area), grey, cv::COLOR_BGR2GRAY);
  const cv::Scalar mean = cv::mean(bgr(area));
  const double luma = cv::mean(grey)[0];
  const double chroma = (mean[2] - mean[0]) / std::max(1.0, luma);  // skin: red over blue, in any light but blue
  // Measured: from sigma 4 to 8 the share of attacks it takes for live goes from some to a quarter; it was trained on
  // colour at ordinary brightness.
  return ramp(noise_of(grey), 9, 4) * ramp(luma, 35, 75) * ramp(std::abs(chroma), 0.03, 0.10);
}

}  // namespace gate
