#pragma once

#include <opencv2/core/mat.hpp>
#include <optional>

#include "common/clock.h"
#include "common/result.h"

namespace gate {

/// A picture of another kind of camera, aligned with the colour frame: the same field of view, any size.
struct SecondPicture {
  enum class Kind {
    kInfraRed,  ///< CV_8UC1: brightness under the terminal's own infra-red light
    kDepth,     ///< CV_16UC1: millimetres from the camera; 0: not measured
  };
  Kind kind = Kind::kInfraRed;
  cv::Mat picture;
  MonotonicTime captured_at;
};

/// A source of such pictures beside the colour camera. Thread-bound: the recognition thread.
class SecondChannel {
 public:
  virtual ~SecondChannel() = default;
  /// The picture taken nearest to `at`; nothing when there is none within half a frame. Errors as Camera::next.
  virtual Result<std::optional<SecondPicture>> nearest(MonotonicTime at) = 0;
};

}  // namespace gate
