#pragma once

#include <chrono>
#include <optional>

#include "access/gate_state.h"
#include "access/notice.h"
#include "access/reason.h"
#include "gate_io/gate_io.h"

namespace gate {

/// What the lamps and the buzzer have to say.
struct GateSituation {
  GateState state = GateState::kIdle;
  std::chrono::nanoseconds in_state{0};           ///< time since the state began: blinking starts lit, beeps start now
  std::optional<ReasonClass> shown;               ///< of the refusal shown, or kGuidance while observing
  std::optional<std::chrono::nanoseconds> alarm;  ///< since an alarm that still sounds began
  std::optional<NoticeKind> notice;               ///< for the technician; shown while idle
};

/// Lamps and buzzer for a situation; the lock is not touched. Pure, reentrant. README.md lists the signals.
GateOutputs indicate(const GateSituation& situation);

}  // namespace gate
