#pragma once

#include <filesystem>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "attacks/attack_trials.h"
#include "attacks/liveness_bench.h"
#include "common/result.h"

namespace gate {

/// The part of the report that rests on recordings: spoof/ and video/ of the collection.
Result<nlohmann::ordered_json> recorded_report(const std::filesystem::path& data, LivenessBench& bench,
                                               TrialAmount amount,
                                               const std::function<void(const std::string&)>& progress);

}  // namespace gate
