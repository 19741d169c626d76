#pragma once

#include <opencv2/core/mat.hpp>
#include <vector>

namespace gate {

/// A part of a picture that is textured as a matrix code is.
struct CodePlace {
  cv::Rect box_px;        ///< of the texture, without the quiet zone; about 16 px coarse
  bool inverted = false;  ///< its surroundings are darker than it: probably white on black
};

/// Places at most that locate_codes() returns.
inline constexpr std::size_t kMaxCodePlaces = 3;

/// Where codes may be: solid patches of dense edges in both directions, of 40 px and more, the largest first. Finds
/// codes of modules from 1.5 to 8 px, through blur that no reader reads through any more; takes dense print and checked
/// cloth for codes too. `luma`: CV_8UC1. Reentrant; about 1 ms for 1280x720.
std::vector<CodePlace> locate_codes(const cv::Mat& luma);

}  // namespace gate
