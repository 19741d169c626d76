#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "evaluation/contenders.h"

namespace gate {

/// Pictures on each side of a stored curve's trials: the terminal's default; more enrolled only helps.
inline constexpr FusedCounts kCurveCounts{.enrolled = 1, .frames = 3};

/// In the format of config/curve.schema.json; `source`: in words, empty for a count of pictures and people.
nlohmann::ordered_json measure_curve(const FaceCollection& collection, const Contender& contender,
                                     const std::string& source);

/// The same as the terminal reads it.
MatchCurve curve_of(const Trials& trials, const Contender& contender);

}  // namespace gate
