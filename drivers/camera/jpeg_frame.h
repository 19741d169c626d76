#pragma once

#include <cstdint>
#include <opencv2/core/mat.hpp>
#include <optional>
#include <span>

namespace gate {

/// A camera's JPEG frame as BGR of its own memory; nothing when it is cut off, corrupt or not of `size`: its header is
/// looked at first, so that it can claim no more memory. Huffman tables may be missing, as in Motion JPEG. Damage that
/// the decoder can go on after is let pass, for some cameras' every frame has some. Reentrant; 640x480 px: 1 to 2 ms.
std::optional<cv::Mat> decode_jpeg_frame(std::span<const std::uint8_t> bytes, cv::Size size);

}  // namespace gate
