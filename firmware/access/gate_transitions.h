#pragma once

#include <array>
#include <optional>

#include "access/gate_state.h"

namespace gate {

/// What an event means for the state machine. The controller boils events and deadlines down to these.
enum class GateTrigger {
  kPersonSeen,
  kPersonGone,
  kAdmit,   ///< a fresh admit decision, not seen before
  kRefuse,  ///< a fresh refusal that is more than guidance
  kGrant,   ///< staff open once, staff button, request-to-exit
  kHold,    ///< staff hold open
  kLock,    ///< staff lock
  kBodyEntered,
  kBodyReturned,  ///< within same_body_gap of leaving: the same body's legs
  kBodyLeft,
  kDeadline,       ///< the state's own deadline has come
  kCircumstances,  ///< a fault came or went, maintenance was switched
  kFire,
  kFireReset,  ///< accepted: the input is inactive
};
inline constexpr std::array kGateTriggers{
    GateTrigger::kPersonSeen,   GateTrigger::kPersonGone, GateTrigger::kAdmit,    GateTrigger::kRefuse,
    GateTrigger::kGrant,        GateTrigger::kHold,       GateTrigger::kLock,     GateTrigger::kBodyEntered,
    GateTrigger::kBodyReturned, GateTrigger::kBodyLeft,   GateTrigger::kDeadline, GateTrigger::kCircumstances,
    GateTrigger::kFire,         GateTrigger::kFireReset};

/// What to do on the way.
enum class GateAction {
  kNone,
  kOpen,         ///< start an opening with its deadline
  kShowRefusal,  ///< start the cool-down
  kEnter,        ///< a body entered the released passage: passage deadline
  kLeave,        ///< the body left: relock soon
  kReturn,       ///< it was not gone: passage deadline again
  kNobodyCame,   ///< report an opening without passage
  kFinish,       ///< report the passage, or that it took too long
  kTailGate,     ///< report the passage and a second body
  kForced,       ///< report a body in the passage while locked
};

/// Where a row leads. kRest is whichever locked state the circumstances call for: maintenance, else fault, else
/// observing or idle. kStay keeps the state.
enum class GateTarget { kStay, kRest, kOpen, kPassing, kRefused, kHeld, kEmergency };

struct GateTransition {
  GateTarget target = GateTarget::kStay;
  GateAction action = GateAction::kNone;
};

/// The transition table, total: what is not in it stays as it is. README.md shows it as a table.
GateTransition transition(GateState state, GateTrigger trigger);

/// Whether the lock is released in `state`, faults aside.
constexpr bool is_released(GateState state) {
  return state == GateState::kOpen || state == GateState::kPassing || state == GateState::kHeld ||
         state == GateState::kEmergency;
}

}  // namespace gate
