#pragma once

#include <opencv2/core/mat.hpp>

#include "common/result.h"

namespace gate {

/// A screen that pictures are shown on. Thread-bound: one thread (`screen`) owns and calls it.
class Display {
 public:
  virtual ~Display() = default;

  /// Of the pictures it shows, px, the way up that a visitor sees them. May change when another screen is plugged in.
  /// kDeviceLost: there is no screen, or its plug was pulled a second ago at most; every further call looks for one
  /// again, with back-off, and returns kDeviceLost until it is there. Blocks for opening the device at the longest.
  virtual Result<cv::Size> size() = 0;

  /// Shows `bgrx`: CV_8UC4, blue, green, red and an ignored byte, of exactly size(). It is on the screen after the next
  /// vertical blank, whole, never torn; the caller may paint over it at once. Blocks for the copy, and up to 100 ms
  /// while the picture before is not yet on the screen. Errors: kInvalidInput (another size or type; nothing is shown),
  /// kDeviceLost as above.
  virtual Status present(const cv::Mat& bgrx) = 0;
};

/// What present() asks of a picture, for implementations.
Status check_picture(const cv::Mat& bgrx, cv::Size wanted);

}  // namespace gate
