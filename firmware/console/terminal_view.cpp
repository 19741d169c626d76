#include "console/terminal_view.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace gate {
namespace {

using Health = PartHealth::Health;

PartHealth camera_of(const TerminalView& view) {
  switch (view.snapshot.camera) {
    case TerminalSnapshot::Camera::kGood: return {"camera", "camera_good", Health::kGood};
    case TerminalSnapshot::Camera::kStarting: return {"camera", "camera_starting", Health::kWarning};
    case TerminalSnapshot::Camera::kLost: break;
  }
  return {"camera", "camera_lost", Health::kFailed};
}

PartHealth trust_lists_of(const TerminalView& view) {
  if (view.facts.trust_lists == 0) return {"trust_lists", "trust_lists_none", Health::kFailed};
  const auto& ages = view.facts.trust_ages;
  const auto oldest = std::ranges::max_element(ages, {}, &TrustAges::Age::age);
  if (std::ranges::any_of(ages, &TrustAges::Age::refuses))
    return {"trust_lists", "trust_lists_too_old", Health::kFailed, oldest->age.count()};
  if (std::ranges::any_of(ages, &TrustAges::Age::warns))
    return {"trust_lists", "trust_lists_old", Health::kWarning, oldest->age.count()};
  return {"trust_lists", "trust_lists_good", Health::kGood};
}

PartHealth passes_of(const TerminalView& view) {
  if (view.facts.passes == 0) return {"passes", "passes_none", Health::kWarning};
  if (view.facts.gallery_too_large) return {"passes", "passes_too_many", Health::kWarning};
  return {"passes", "passes_good", Health::kGood};
}

PartHealth either(bool good, std::string_view part, std::string_view good_code, std::string_view bad_code,
                  Health bad = Health::kFailed) {
  return {part, good ? good_code : bad_code, good ? Health::kGood : bad};
}

}  // namespace

std::vector<PartHealth> health_of(const TerminalView& view) {
  const bool lines = view.snapshot.gate_io == TerminalSnapshot::GateLines::kGood;
  const bool sees = view.snapshot.recognition == TerminalSnapshot::Recognition::kGood;
  const bool recorded = view.tally.audit_failures == 0 && view.tally.dropped_events == 0;
  return {camera_of(view),
          either(lines, "gate_lines", "gate_lines_good", "gate_lines_lost"),
          either(sees, "recognition", "recognition_good", "recognition_silent"),
          either(view.facts.clock_trusted, "clock", "clock_good", "clock_not_trusted"),
          trust_lists_of(view),
          passes_of(view),
          either(recorded, "records", "records_good", "records_failing", Health::kWarning)};
}

std::map<std::string, double> read_temperatures() {
  std::map<std::string, double> temperatures;
  std::error_code error;
  std::filesystem::directory_iterator zone("/sys/class/thermal", error);
  for (; !error && zone != std::filesystem::directory_iterator(); zone.increment(error)) {
    const std::string name = zone->path().filename().string();
    std::ifstream file(zone->path() / "temp");
    double millidegrees = 0;
    if (name.starts_with("thermal_zone") && file >> millidegrees) temperatures[name] = millidegrees / 1000;
  }
  return temperatures;
}

}  // namespace gate
