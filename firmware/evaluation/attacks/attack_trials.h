#pragma once

#include <filesystem>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "attacks/liveness_bench.h"
#include "common/result.h"
#include "evaluation/report_tables.h"

namespace gate {

/// How much is tried: everything takes tens of minutes, quick a few.
enum class TrialAmount { kQuick, kFull };

/// Presentation attacks over a collection, in the terms of ISO/IEC 30107-3: APCER per kind of attack instrument and
/// BPCER, for looking on (passive) and for the head-turn challenge. `data` holds spoof/<subject>_<live|replay|print|
/// screen>[_nn].<picture or video>, video/<live recordings> and persons/<identity>/<pictures>, from which further kinds
/// are simulated and marked so; what is missing is left out. `progress` is told what is being done. Errors: models or
/// files that cannot be read.
Result<nlohmann::ordered_json> attack_report(const std::filesystem::path& data, LivenessBench& bench,
                                             TrialAmount amount,
                                             const std::function<void(const std::string&)>& progress);

std::vector<ReportTable> attack_tables(const nlohmann::ordered_json& report);

}  // namespace gate
