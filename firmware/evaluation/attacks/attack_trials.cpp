#include "attacks/attack_trials.h"

#include <nlohmann/json.hpp>

#include "attacks/recorded_trials.h"
#include "attacks/simulated_trials.h"

namespace gate {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

Result<Json> attack_report(const fs::path& data, LivenessBench& bench, TrialAmount amount,
                           const std::function<void(const std::string&)>& progress) {
  auto recorded = recorded_report(data, bench, amount, progress);
  if (!recorded) return recorded;
  auto simulated = simulated_report(data, bench, amount, progress);
  if (!simulated) return simulated;
  Json report{{"standard", "terms of ISO/IEC 30107-3; no claim of conformance"}, {"liveness_net", bench.has_net()}};
  report.update(*recorded);
  report["simulated"] = *std::move(simulated);
  return report;
}

}  // namespace gate
