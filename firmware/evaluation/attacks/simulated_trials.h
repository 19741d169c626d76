#pragma once

#include <filesystem>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "attacks/attack_trials.h"
#include "attacks/liveness_bench.h"
#include "common/result.h"

namespace gate {

/// The SIMULATED part of the report: per kind of presentation, over persons, qualities, lights and noise.
Result<nlohmann::ordered_json> simulated_report(const std::filesystem::path& data, LivenessBench& bench,
                                                TrialAmount amount,
                                                const std::function<void(const std::string&)>& progress);

}  // namespace gate
