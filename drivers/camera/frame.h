#pragma once

#include <cstdint>
#include <opencv2/core/mat.hpp>

#include "common/clock.h"

namespace gate {

/// Counts up by at least one with every frame of one camera; a gap means frames were dropped for newer ones.
enum class FrameId : std::uint64_t {};

/// One picture. Never written to storage, never logged.
struct Frame {
  cv::Mat bgr;  ///< CV_8UC3, BGR, width x height px; owned: no buffer of the driver is shared
  FrameId id{};
  MonotonicTime captured_at;  ///< the driver's stamp of the moment of capture, not of delivery
};

}  // namespace gate
