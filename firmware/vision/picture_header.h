#pragma once

#include <cstdint>
#include <opencv2/core/types.hpp>
#include <optional>
#include <span>

namespace gate {

/// The size a picture file says it has, read before anything is decoded: a file of a kilobyte can claim gigapixels.
/// JPEG, PNG, PBM/PGM/PPM, BMP, WebP, TIFF; nothing for other content, for a header that is cut off or for a size that
/// is not positive. Reentrant; microseconds.
std::optional<cv::Size> claimed_size(std::span<const std::uint8_t> file);

}  // namespace gate
