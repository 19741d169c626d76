#pragma once

#include <array>
#include <opencv2/core/types.hpp>

namespace gate {

/// A face found in a frame. Coordinates are px of the full frame, whatever scale the detector worked at.
struct Face {
  cv::Rect box_px;
  /// dlib's 5-point model: 0, 1 outer and inner corner of the eye at the picture's right, 2, 3 outer and inner corner
  /// of the eye at its left, 4 below the nose.
  std::array<cv::Point2f, 5> landmarks_px{};
  double score = 0;  ///< the detector's confidence; > 0, about 0.1 to 3 for HOG
};

}  // namespace gate
