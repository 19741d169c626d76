#pragma once

#include <array>
#include <string_view>

namespace gate {

/// What the gate is doing.
enum class GateState {
  kIdle,         ///< locked, nobody there
  kObserving,    ///< locked, somebody is being looked at
  kOpen,         ///< released for one person, until they enter or the deadline
  kPassing,      ///< released, a body is in the passage or just left it
  kRefused,      ///< locked; showing the refusal; decisions are ignored until the cool-down is over
  kHeld,         ///< released by staff until they lock it
  kEmergency,    ///< released by the fire alarm, until reset
  kFault,        ///< locked (or as GateTimings::in_fault says); decisions are ignored
  kMaintenance,  ///< locked; decisions are ignored
};
inline constexpr std::array kGateStates{GateState::kIdle,      GateState::kObserving, GateState::kOpen,
                                        GateState::kPassing,   GateState::kRefused,   GateState::kHeld,
                                        GateState::kEmergency, GateState::kFault,     GateState::kMaintenance};

/// "idle", "observing", …
std::string_view to_string(GateState state);

}  // namespace gate
