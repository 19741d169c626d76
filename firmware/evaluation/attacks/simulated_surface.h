#pragma once

#include <functional>
#include <opencv2/core/mat.hpp>

#include "vision/face.h"

namespace gate {

/// SIMULATED. How a picture of a face looks when what it shows, or it is on, is turned about the vertical axis: a crude
/// head (ellipsoid and nose), a sheet bent into a cylinder, or a plane. No measured head, no hair, no expression: it
/// serves to move many people's faces, not to replace filmed ones. Reentrant; about 2 ms for 640x480.
enum class Relief { kHead, kBentSheet };

/// The picture with the part that has relief turned by `yaw_deg` towards the picture's right (positive); what lies
/// around stays. |yaw_deg| <= 60.
cv::Mat turned(const cv::Mat& picture, const Face& face, Relief relief, double yaw_deg);

/// How a flat thing is held before the camera.
struct Pose {
  double yaw_deg = 0;    ///< about the vertical axis
  double pitch_deg = 0;  ///< about the horizontal axis
  double roll_deg = 0;
  cv::Point2d shift_px;
  double nearer = 1;  ///< size, by that in the picture
};

/// The map of a flat picture, held in a pose with `centre_px` as the middle, into a camera of 62 degrees with
/// `width_px`.
cv::Matx33d held(const Pose& pose, cv::Point2d centre_px, int width_px);

}  // namespace gate
