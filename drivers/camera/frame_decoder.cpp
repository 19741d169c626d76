#include "camera/frame_decoder.h"

#include <linux/videodev2.h>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

namespace gate {
namespace {

// Neither OpenCV function writes to its input, but cv::Mat has no constant form.
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

// ITU-T T.81, B.1.1.3: SOF0 to SOF15 are 0xC0 to 0xCF but for DHT (C4), JPG (C8) and DAC (CC); B.2.2: height, width.
std::optional<cv::Size> jpeg_size(std::span<const std::uint8_t> bytes) {
  const auto word = [&](std::size_t at) { return bytes[at] << 8 | bytes[at + 1]; };
  for (std::size_t at = 2; at + 9 <= bytes.size() && bytes[at] == 0xFF;) {
    const int marker = bytes[at + 1];
    if (marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC) {
      return cv::Size(word(at + 7), word(at + 5));
    }
    at += marker == 0xFF ? 1 : 2 + static_cast<std::size_t>(word(at + 2));
  }
  return std::nullopt;
}

// A frame cut off by a lost USB packet decodes to a half grey picture without complaint, so the end marker is required.
// Cameras may pad with zeros after it.
bool is_whole_jpeg(std::span<const std::uint8_t> bytes) {
  while (!bytes.empty() && bytes.back() == 0) bytes = bytes.first(bytes.size() - 1);
  return bytes.size() > 4 && bytes[0] == 0xFF && bytes[1] == 0xD8 && bytes[bytes.size() - 2] == 0xFF &&
         bytes.back() == 0xD9;
}

std::optional<cv::Mat> decode_mjpeg(std::span<const std::uint8_t> bytes, const V4l2Format& format) {
  if (!is_whole_jpeg(bytes) || jpeg_size(bytes) != format.size) return std::nullopt;
  const cv::Mat wrapped(1, static_cast<int>(bytes.size()), CV_8UC1, data_of(bytes));
  try {
    cv::Mat bgr = cv::imdecode(wrapped, cv::IMREAD_COLOR | cv::IMREAD_IGNORE_ORIENTATION);
    if (bgr.size() == format.size && bgr.type() == CV_8UC3) return bgr;
  } catch (const cv::Exception&) {
    // corrupt, like a frame that decodes to nothing
  }
  return std::nullopt;
}

}  // namespace

std::optional<cv::Mat> decode_frame(std::span<const std::uint8_t> bytes, const V4l2Format& format) {
  return format.fourcc == V4L2_PIX_FMT_MJPEG ? decode_mjpeg(bytes, format) : decode_yuyv(bytes, format);
}

}  // namespace gate
