#pragma once

#include <optional>

#include "access/gate_happening.h"
#include "access/gate_state.h"
#include "access/notice.h"
#include "common/clock.h"

namespace gate {

/// How the terminal is, as the gate thread sees it: what status file, screen and console show. Plain data.
struct TerminalSnapshot {
  enum class Camera { kStarting, kGood, kLost };
  enum class GateLines { kGood, kLost };
  enum class Recognition { kGood, kSilent };

  GateState state = GateState::kIdle;
  MonotonicTime state_since{};
  Camera camera = Camera::kStarting;
  GateLines gate_io = GateLines::kGood;
  Recognition recognition = Recognition::kGood;
  std::optional<MonotonicTime> last_decision_at{};  ///< about somebody, admitted or refused; not guidance
  std::optional<NoticeKind> notice{};               ///< for the technician, shown while nobody is there
  std::optional<GateHappeningKind> alarm{};         ///< the last one, until acknowledged
  bool fire_alarm = false;                          ///< its input is active

  bool operator==(const TerminalSnapshot&) const = default;
};

}  // namespace gate
