#include "terminal/status_file.h"

#include <unistd.h>

#include <nlohmann/json.hpp>

#include "access/gate_state.h"
#include "common/iso_time.h"
#include "encoding/replaced_file.h"

namespace gate {
namespace {

std::string_view name_of(TerminalSnapshot::Camera camera) {
  switch (camera) {
    case TerminalSnapshot::Camera::kStarting: return "starting";
    case TerminalSnapshot::Camera::kGood: return "good";
    case TerminalSnapshot::Camera::kLost: return "lost";
  }
  return "lost";
}

}  // namespace

std::string StatusFile::wall_time_of(MonotonicTime at) const {
  return iso_time(clock_.wall_now() - std::chrono::floor<std::chrono::milliseconds>(clock_.monotonic_now() - at));
}

std::string StatusFile::text_of(const TerminalStatus& status) const {
  const TerminalSnapshot& snapshot = status.snapshot;
  nlohmann::ordered_json text{
      {"version", status.version},
      {"pid", ::getpid()},
      {"state", to_string(snapshot.state)},
      {"state_since", wall_time_of(snapshot.state_since)},
      {"at", iso_time(clock_.wall_now())},
      {"camera", name_of(snapshot.camera)},
      {"gate_io", snapshot.gate_io == TerminalSnapshot::GateLines::kGood ? "good" : "lost"},
      {"recognition", snapshot.recognition == TerminalSnapshot::Recognition::kGood ? "good" : "silent"},
      {"gallery_size", status.gallery_size},
      {"trust_lists", status.trust_lists}};
  if (status.slot) text["slot"] = *status.slot;
  if (snapshot.last_decision_at) text["last_decision_at"] = wall_time_of(*snapshot.last_decision_at);
  return text.dump() + "\n";
}

Status StatusFile::write(const TerminalStatus& status) const { return replace_file(file_, text_of(status)); }

}  // namespace gate
