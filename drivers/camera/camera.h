#pragma once

#include <chrono>

#include "camera/frame.h"
#include "common/result.h"

namespace gate {

/// A source of frames. Thread-bound: one thread (`capture`) owns and calls it.
class Camera {
 public:
  virtual ~Camera() = default;

  /// The newest frame not yet handed out; never one handed out before, never one older than the one before it.
  /// Blocks up to `timeout`. Errors: kTimeout (no frame yet, call again), kDeviceLost (unplugged; further calls look
  /// for the device again with back-off and return kDeviceLost until it is back), kEndOfStream (a recording is over;
  /// stays so).
  virtual Result<Frame> next(std::chrono::milliseconds timeout) = 0;
};

}  // namespace gate
