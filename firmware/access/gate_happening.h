#pragma once

#include <optional>
#include <string_view>

#include "access/gate_event.h"
#include "access/gate_state.h"

namespace gate {

/// What is worth an event and an audit line.
enum class GateHappeningKind {
  kStateChanged,
  kOpened,                ///< cause says by what
  kPassed,                ///< a body entered and left while released
  kOpenedWithoutPassage,  ///< the deadline came and nobody had entered
  kTailGating,            ///< a second body came after the first had left, still released: locked at once, alarm
  kPassageTooLong,        ///< a body stayed past passage_limit: relocked, alarm; could be two close together
  kForcedPassage,         ///< a body in the passage while locked: alarm
  kTamper,                ///< the tamper input became active: alarm
  kFireAlarm,
  kFireReset,
  kFireResetRefused,  ///< the fire alarm input is still active
  kFaultRaised,       ///< fault names the part
  kFaultCleared,
  kDecisionTooOld,  ///< an admit decision was ignored because of its age
  kStaffCommand,    ///< command says which
};

enum class OpeningCause { kDecision, kStaff, kRequestToExit };

/// One thing that happened; only the fields its kind speaks of are filled.
struct GateHappening {
  GateHappeningKind kind;
  MonotonicTime at;
  GateState state;                      ///< after it happened
  std::optional<GateState> from;        ///< kStateChanged
  std::optional<OpeningCause> cause;    ///< kOpened
  std::optional<PassId> pass;           ///< whose admission opened the gate: kOpened and what follows from it
  std::optional<FaultSource> fault;     ///< kFaultRaised, kFaultCleared
  std::optional<StaffCommand> command;  ///< kStaffCommand
};

/// "state_changed", "opened", …; "decision", "staff", "request_to_exit".
std::string_view to_string(GateHappeningKind kind);
std::string_view to_string(OpeningCause cause);

/// Whether staff must look: tail-gating, passage too long, forced passage, tamper.
bool is_alarm(GateHappeningKind kind);

}  // namespace gate
