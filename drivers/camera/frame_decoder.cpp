#include "camera/frame_decoder.h"

#include <linux/videodev2.h>

#include <opencv2/imgproc.hpp>

#include "camera/jpeg_frame.h"

namespace gate {
namespace {

// OpenCV does not write to its input, but cv::Mat has no constant form.
std::uint8_t* data_of(std::span<const std::uint8_t> bytes) { return const_cast<std::uint8_t*>(bytes.data()); }

std::optional<cv::Mat> decode_yuyv(std::span<const std::uint8_t> bytes, const V4l2Format& format) {
  const auto rows = static_cast<std::size_t>(format.size.height);
  const auto row_bytes = static_cast<std::size_t>(format.size.width) * 2;
  // The last row may come without its padding.
  if (bytes.size() < format.bytes_per_line * (rows - 1) + row_bytes) return std::nullopt;
  cv::Mat bgr;
  cv::cvtColor(cv::Mat(format.size, CV_8UC2, data_of(bytes), format.bytes_per_line), bgr, cv::COLOR_YUV2BGR_YUYV);
  return bgr;
}

}  // namespace

std::optional<cv::Mat> decode_frame(std::span<const std::uint8_t> bytes, const V4l2Format& format) {
  return format.fourcc == V4L2_PIX_FMT_MJPEG ? decode_jpeg_frame(bytes, format.size) : decode_yuyv(bytes, format);
}

}  // namespace gate
