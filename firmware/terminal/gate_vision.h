#pragma once

#include <vector>

#include "vision/embedders.h"
#include "vision/following_detector.h"
#include "vision/quality.h"
#include "vision/visitor_track.h"

namespace gate {

/// What recognition looks with, loaded once: for deciding and for enrolling. Used by the recognition thread alone.
struct GateVision {
  FollowingDetector detector;
  Embedders embedders;  ///< dlib's first
  /// Of `embedders`, for faces that wear a mask; empty: those are looked at as if they were bare.
  Embedders masked_embedders;
  QualityLimits quality;
};

}  // namespace gate
