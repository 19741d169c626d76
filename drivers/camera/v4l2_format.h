#pragma once

#include <cstdint>

#include "camera/v4l2_device.h"
#include "camera/v4l2_options.h"

namespace gate {

/// What a device was set to deliver.
struct V4l2Format {
  std::uint32_t fourcc;  ///< V4L2_PIX_FMT_YUYV or V4L2_PIX_FMT_MJPEG
  cv::Size size;
  std::uint32_t bytes_per_line;  ///< YUYV only
  double fps;
};

/// Checks that `device` captures video and sets size, encoding and rate (V4L2 API, "Data Formats" and "Streaming
/// Parameters"). Errors: kUnsupported (no capture device, or not offered: the message lists what is), kIo (busy).
Result<V4l2Format> configure(V4l2Device& device, const V4l2Options& options);

}  // namespace gate
