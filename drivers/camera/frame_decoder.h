#pragma once

#include <opencv2/core/mat.hpp>
#include <optional>
#include <span>

#include "camera/v4l2_format.h"

namespace gate {

/// The frame a camera delivered as BGR of its own memory, or nothing when it is cut off or corrupt. Reentrant. Memory
/// is bounded by `format.size`: a JPEG that says it is of another size is not decoded.
std::optional<cv::Mat> decode_frame(std::span<const std::uint8_t> bytes, const V4l2Format& format);

}  // namespace gate
