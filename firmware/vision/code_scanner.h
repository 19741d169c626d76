#pragma once

#include <opencv2/core/mat.hpp>
#include <vector>

#include "vision/code_try.h"

namespace gate {

/// Finds QR codes (ISO/IEC 18004 model 2, any version) in pictures; other symbologies are not looked for.
/// Thread-bound: one per thread. Keeps no picture.
class CodeScanner {
 public:
  enum class Effort {
    kFrame,    ///< one frame of video: bounded time; the ways to look take turns over successive frames
    kPicture,  ///< a file: every way, one after the other
  };

  /// The codes in it, most certain first, no text twice, at most kMaxCodes; none when there is none. Stops at the first
  /// CodeTry that finds any. `picture`: CV_8UC3 BGR or CV_8UC1 luma; anything else holds no code. Never throws.
  /// Blocks, for 1280x720: kFrame 3 to 12 ms, kPicture up to 50 ms; larger ones are reduced first, to 1920 and 4000 px.
  std::vector<ScannedCode> scan(const cv::Mat& picture, Effort effort);

 private:
  unsigned turn_ = 0;  ///< of kFrame
};

}  // namespace gate
