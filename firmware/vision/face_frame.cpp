#include "vision/face_frame.h"

#include <algorithm>
#include <cmath>

namespace gate {

FaceFrame::FaceFrame(const Face& face) {
  const auto& p = face.landmarks_px;
  const cv::Point2d axis = p[0] - p[2];
  unit_px_ = std::max(1.0, std::hypot(axis.x, axis.y));
  origin_ = cv::Point2d(p[0] + p[1] + p[2] + p[3]) * 0.25;
  right_ = axis / unit_px_;
  down_ = {-right_.y, right_.x};
  const cv::Point2d nose = cv::Point2d(p[4]) - origin_;
  nose_ = {nose.dot(right_) / unit_px_, nose.dot(down_) / unit_px_};
}

cv::Point2f FaceFrame::at(double x, double y) const { return origin_ + (right_ * x + down_ * y) * unit_px_; }

}  // namespace gate
