#pragma once

// The few conversions between OpenCV's and dlib's pictures. Private to firmware/vision's .cpp files.
#include <dlib/geometry.h>
#include <dlib/opencv.h>

#include <array>
#include <opencv2/core/mat.hpp>

#include "vision/face.h"

namespace gate {

inline dlib::rectangle to_dlib(const cv::Rect& box) {
  return {box.x, box.y, box.x + box.width - 1, box.y + box.height - 1};
}

inline cv::Rect to_opencv(const dlib::rectangle& box) {
  return {static_cast<int>(box.left()), static_cast<int>(box.top()), static_cast<int>(box.width()),
          static_cast<int>(box.height())};
}

}  // namespace gate
