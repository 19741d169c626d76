#pragma once

#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>

#include "common/result.h"
#include "evaluation/report_tables.h"

namespace gate {

/// How many of how many are done.
using Progress = std::function<void(std::size_t, std::size_t)>;

/// In how many pictures of each kind of `data`/distractors faces are found, as a photograph (PhotoFaceFinder) and as a
/// visitor who stands still before the camera (FollowingDetector over kFrames frames of 640x480 at 25 a second), and
/// how many of the latter are good enough for recognition. With and without the supplementary detector, if it is there:
/// {"supplement": …, "kinds": {"mask": {"pictures", "photo", "photo_plain", "stream", "stream_plain", "usable"}, …}}
Result<nlohmann::ordered_json> detection_trials(const std::filesystem::path& data, const std::filesystem::path& models,
                                                const Progress& progress);

ReportTable detection_table(const nlohmann::ordered_json& report);

}  // namespace gate
