#pragma once

#include <opencv2/core/mat.hpp>

#include "screen/tone_colours.h"

namespace gate {

/// Lays `colour` over `bgrx` (CV_8UC4) as far as `coverage` (CV_8UC1) says, its top left corner at `at`; what is
/// outside is left away. Reentrant.
void blend(cv::Mat& bgrx, const cv::Mat& coverage, cv::Point at, Colour colour);

}  // namespace gate
