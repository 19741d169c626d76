#pragma once

#include "gatectl/error_rates.h"
#include "gatectl/face_collection.h"
#include "templates/face_template.h"

namespace gate {

/// How many pictures are fused on each side of a comparison.
struct FusedCounts {
  std::size_t enrolled = 1;  ///< photographs in the enrolled template
  std::size_t frames = 1;    ///< frames in the probe
};

/// Verification over pairs.csv, one photograph each side.
Trials pair_trials(const FaceCollection& collection);

/// Verification over every probe and every enrolled template the collection gives, photographs never used on both
/// sides of a mated one: what the stored curve is made from.
Trials cross_trials(const FaceCollection& collection, FusedCounts fused);

/// Open-set identification: many times half of the people are enrolled, drawn at random (always the same draws), and
/// everybody comes to the gate. The score is d1 - weight * (d2 - 0.6); weight 0 switches the runner-up off.
struct OpenSet {
  Trials trials;            ///< mated: enrolled people; non-mated: strangers
  std::size_t gallery = 0;  ///< people enrolled in each draw
};
OpenSet open_set_trials(const FaceCollection& collection, FusedCounts fused, float runner_up_weight);

}  // namespace gate
