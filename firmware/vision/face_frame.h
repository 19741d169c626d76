#pragma once

#include "vision/face.h"

namespace gate {

/// A face's own coordinates: the origin between the eyes, x towards the picture's right along the eyes, y down the
/// face, in units of the distance between the outer eye corners (about 90 mm). The nose's base of a frontal face is
/// near (0, 0.55), the mouth near 0.85, the chin near 1.3. Pure and reentrant.
class FaceFrame {
 public:
  explicit FaceFrame(const Face& face);

  /// The picture's point at that place of the face, px.
  cv::Point2f at(double x, double y) const;
  /// One unit, px; at least 1.
  double unit_px() const { return unit_px_; }
  /// Where the nose's base is: x says how far the head is turned, y how far it is raised or lowered.
  cv::Point2d nose() const { return nose_; }

 private:
  cv::Point2d origin_;
  cv::Point2d right_;
  cv::Point2d down_;
  double unit_px_;
  cv::Point2d nose_;
};

}  // namespace gate
