#pragma once

#include <opencv2/core/mat.hpp>

namespace gate {

/// `picture` scaled to fit into `size` px with its proportions kept, centred on black. Reentrant. Both must not be
/// empty.
cv::Mat letterbox(const cv::Mat& picture, cv::Size size);

}  // namespace gate
