#pragma once

#include <filesystem>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "common/result.h"
#include "gatectl/attack_trials.h"
#include "gatectl/liveness_bench.h"

namespace gate {

/// The part of the report that rests on recordings: spoof/ and video/ of the collection.
Result<nlohmann::ordered_json> recorded_report(const std::filesystem::path& data, LivenessBench& bench,
                                               TrialAmount amount,
                                               const std::function<void(const std::string&)>& progress);

}  // namespace gate
