#pragma once

#include <string>
#include <vector>

#include "access/match_limits.h"
#include "evaluation/face_trials.h"

namespace gate {

/// What a row of the report is about.
struct Contender {
  std::string name;  ///< "dlib", "second net", "both"
  FaceComparison comparison;
  RunnerUpRule runner_up;  ///< with the reference that fits its distances
};

/// dlib alone, the supplementary net alone, both: the first only when the collection was looked at without it. Each
/// model's cap beside the other is where one in twenty pairs of different people lies, measured on the collection.
std::vector<Contender> contenders(const FaceCollection& collection);

}  // namespace gate
