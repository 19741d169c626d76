#pragma once

#include <chrono>
#include <opencv2/core/types.hpp>
#include <string>

#include "common/pause.h"

namespace gate {

/// Which camera, what it shall deliver, and how patient to be with it.
struct V4l2Options {
  enum class Encoding {
    kAny,    ///< YUYV when the camera offers the rate in it (no decoding), else what offers the highest rate
    kYuyv,   ///< raw 4:2:2
    kMjpeg,  ///< a JPEG per frame
  };
  enum class WhenMissing {
    kFail,  ///< open() fails
    kWait,  ///< open() succeeds and next() looks for the camera, as after an unplugging
  };

  std::string device = "/dev/video0";  ///< a path, or a name in /dev/v4l/by-id, which survives re-plugging
  cv::Size size{640, 480};             ///< px; exactly this or open() fails listing what the camera offers
  int fps = 30;                        ///< 1 to 240; the camera's nearest is taken
  Encoding encoding = Encoding::kAny;
  WhenMissing when_missing = WhenMissing::kFail;
  std::chrono::milliseconds first_retry{250};  ///< how long after losing the camera it is looked for again; doubles …
  std::chrono::milliseconds longest_retry{8000};  ///< … up to this, until a frame arrives
  std::chrono::milliseconds max_age{500};         ///< a frame that waited longer in the driver's queue is dropped
  std::chrono::milliseconds stall_timeout{3000};  ///< without a good frame for so long the camera counts as lost
  Pause pause{};                                  ///< used between two retries only; empty: waits in real time
};

}  // namespace gate
