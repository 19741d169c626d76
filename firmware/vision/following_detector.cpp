#include "vision/following_detector.h"

#include <algorithm>

namespace gate {
namespace {

/// The box and half of its side around it: at 10 frames a second a face crosses that in no less than 0.1 s.
cv::Rect around(const cv::Rect& box) {
  return {box.x - box.width / 2, box.y - box.height / 2, box.width * 2, box.height * 2};
}

/// A followed face is searched at 1.4 times the detector's window: found while it shrinks to 0.7, and as large as fits.
constexpr double kFollowedPx = 1.4 * FaceDetector::kSmallestFacePx;

}  // namespace

FollowingDetector::FollowingDetector(FaceDetector detector, double scale, std::chrono::milliseconds whole_every)
    : detector_(std::move(detector)), scale_(scale), whole_every_(whole_every) {}

Result<std::vector<Face>> FollowingDetector::detect(const Frame& frame) {
  if (alone_ && frame.captured_at - whole_at_ < whole_every_) {
    auto faces = near_last(frame);
    if (!faces || faces->size() == 1) {
      if (faces) alone_ = faces->front().box_px;
      return faces;
    }
  }
  return whole(frame);
}

Result<std::vector<Face>> FollowingDetector::near_last(const Frame& frame) const {
  const double scale = std::min(std::max(1.0, scale_), kFollowedPx / std::max(1, alone_->width));
  return detector_.detect(frame.bgr, {.scale = scale, .threshold = 0, .area = around(*alone_)});
}

Result<std::vector<Face>> FollowingDetector::whole(const Frame& frame) {
  alone_.reset();
  whole_at_ = frame.captured_at;
  auto faces = detector_.detect(frame.bgr, {.scale = scale_, .threshold = 0, .area = {}});
  if (faces && faces->size() == 1) alone_ = faces->front().box_px;
  return faces;
}

}  // namespace gate
