#pragma once

#include <memory>

#include "config/config.h"
#include "presentation_attack/liveness_check.h"
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

/// The detector for the distances that the configuration asks for, and the nets that it names. Errors as theirs. Blocks
/// for loading, a second.
Result<std::unique_ptr<GateVision>> open_gate_vision(const Config& config, const ModelStore& models);

/// Null when nobody is to look for presentation attacks. `vision` must outlive it. Errors and blocking likewise.
Result<std::unique_ptr<LivenessCheck>> open_liveness(const Config& config, const ModelStore& models,
                                                     const GateVision& vision);

}  // namespace gate
