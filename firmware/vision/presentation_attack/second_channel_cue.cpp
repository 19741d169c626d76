#include "presentation_attack/second_channel_cue.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core.hpp>
#include <vector>

namespace gate {
namespace {

/// A head's surface lies about 15 mm (root mean square) off the best plane through its face, a bent sheet less than 6.
constexpr double kFlatMm = 4;
constexpr double kHeadMm = 10;
/// Faces stay above, screens below: under its own light a camera sees skin at half of full scale or more.
constexpr double kDark = 30;
constexpr double kLit = 70;

cv::Rect scaled(const cv::Rect& box, cv::Size from, cv::Size to) {
  const double x = static_cast<double>(to.width) / from.width;
  const double y = static_cast<double>(to.height) / from.height;
  return cv::Rect(cvRound(box.x * x), cvRound(box.y * y), cvRound(box.width * x), cvRound(box.height * y)) &
         cv::Rect({}, to);
}

std::optional<double> off_plane_mm(const cv::Mat& depth) {
  std::vector<cv::Vec3d> rows;
  std::vector<double> values;
  for (int y = 0; y < depth.rows; y += 2) {
    for (int x = 0; x < depth.cols; x += 2) {
      const auto mm = depth.at<std::uint16_t>(y, x);
      if (mm == 0) continue;
      rows.emplace_back(x, y, 1);
      values.push_back(mm);
    }
  }
  if (rows.size() < 100) return std::nullopt;
  const cv::Mat a(static_cast<int>(rows.size()), 3, CV_64F, rows.data());
  const cv::Mat b(static_cast<int>(values.size()), 1, CV_64F, values.data());
  cv::Mat plane;
  cv::solve(a, b, plane, cv::DECOMP_SVD);
  return cv::norm(a * plane - b, cv::NORM_L2) / std::sqrt(static_cast<double>(values.size()));
}

double ramp(double value, double none, double full) { return std::clamp((value - none) / (full - none), 0.0, 1.0); }

}  // namespace

std::optional<double> second_channel_score(const SecondPicture& second, cv::Size frame_px, const cv::Rect& box_px) {
  const bool depth = second.kind == SecondPicture::Kind::kDepth;
  if (second.picture.type() != (depth ? CV_16UC1 : CV_8UC1) || frame_px.empty()) return std::nullopt;
  const cv::Rect area = scaled(box_px, frame_px, second.picture.size());
  if (area.width < 20 || area.height < 20) return std::nullopt;
  if (!depth) return ramp(cv::mean(second.picture(area))[0], kDark, kLit);
  const auto off = off_plane_mm(second.picture(area));
  return off ? std::optional(ramp(*off, kFlatMm, kHeadMm)) : std::nullopt;
}

}  // namespace gate
