#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>

#include "evaluation/contenders.h"

namespace gate {

/// Pictures on each side of a stored curve's trials: the terminal's default; more enrolled only helps.
inline constexpr FusedCounts kCurveCounts{.enrolled = 1, .frames = 3};

/// In the format of config/curve.schema.json; `source`: in words, empty for a count of pictures and people.
nlohmann::ordered_json measure_curve(const FaceCollection& collection, const Contender& contender,
                                     const std::string& source);

/// Every contender's, as "<names of its models>.json" ("dlib-resnet-v1+fr-feature.json") in `folder`; of masked models
/// "<names>-masked.json". kIo when one cannot be written.
Status write_curves(const FaceCollection& collection, std::span<const Contender> contenders, const std::string& source,
                    const std::filesystem::path& folder);

/// The same as the terminal reads it.
MatchCurve curve_of(const Trials& trials, const Contender& contender);

}  // namespace gate
