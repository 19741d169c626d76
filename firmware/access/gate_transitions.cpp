#include "access/gate_transitions.h"

namespace gate {
namespace {

constexpr std::size_t index(GateState state) { return static_cast<std::size_t>(state); }
constexpr std::size_t index(GateTrigger trigger) { return static_cast<std::size_t>(trigger); }

using Row = std::array<GateTransition, kGateTriggers.size()>;
using Table = std::array<Row, kGateStates.size()>;

/// What holds in every state that is locked: whatever the circumstances are, people can get out.
constexpr void add_locked(Row& row) {
  row[index(GateTrigger::kGrant)] = {GateTarget::kOpen, GateAction::kOpen};
  row[index(GateTrigger::kHold)] = {GateTarget::kHeld};
  row[index(GateTrigger::kBodyEntered)] = {GateTarget::kStay, GateAction::kForced};
  row[index(GateTrigger::kCircumstances)] = {GateTarget::kRest};
  row[index(GateTrigger::kFire)] = {GateTarget::kEmergency};
}

/// Only here can a decision open.
constexpr void add_ready(Row& row) {
  add_locked(row);
  row[index(GateTrigger::kPersonSeen)] = {GateTarget::kRest};
  row[index(GateTrigger::kPersonGone)] = {GateTarget::kRest};
  row[index(GateTrigger::kAdmit)] = {GateTarget::kOpen, GateAction::kOpen};
  row[index(GateTrigger::kRefuse)] = {GateTarget::kRefused, GateAction::kShowRefusal};
}

/// Released by staff, or for one person: more openings may be granted, staff may end it.
constexpr void add_released(Row& row) {
  row[index(GateTrigger::kHold)] = {GateTarget::kHeld};
  row[index(GateTrigger::kLock)] = {GateTarget::kRest};
  row[index(GateTrigger::kFire)] = {GateTarget::kEmergency};
}

constexpr void add_opening(Row& row) {
  add_released(row);
  row[index(GateTrigger::kGrant)] = {GateTarget::kOpen, GateAction::kOpen};
}

constexpr Table make_table() {
  Table table{};
  add_ready(table[index(GateState::kIdle)]);
  add_ready(table[index(GateState::kObserving)]);

  Row& open = table[index(GateState::kOpen)];
  add_opening(open);
  open[index(GateTrigger::kBodyEntered)] = {GateTarget::kPassing, GateAction::kEnter};
  open[index(GateTrigger::kBodyLeft)] = {GateTarget::kPassing,
                                         GateAction::kLeave};  // it stood there before the opening
  open[index(GateTrigger::kDeadline)] = {GateTarget::kRest, GateAction::kNobodyCame};

  Row& passing = table[index(GateState::kPassing)];
  add_opening(passing);
  passing[index(GateTrigger::kBodyEntered)] = {GateTarget::kRest, GateAction::kTailGate};
  passing[index(GateTrigger::kBodyReturned)] = {GateTarget::kStay, GateAction::kReturn};
  passing[index(GateTrigger::kBodyLeft)] = {GateTarget::kStay, GateAction::kLeave};
  passing[index(GateTrigger::kDeadline)] = {GateTarget::kRest, GateAction::kFinish};

  Row& refused = table[index(GateState::kRefused)];
  add_locked(refused);
  refused[index(GateTrigger::kCircumstances)] = {};  // shown to its end; the deadline then looks at them
  refused[index(GateTrigger::kDeadline)] = {GateTarget::kRest};

  add_released(table[index(GateState::kHeld)]);
  table[index(GateState::kEmergency)][index(GateTrigger::kFireReset)] = {GateTarget::kRest};
  add_locked(table[index(GateState::kFault)]);
  add_locked(table[index(GateState::kMaintenance)]);
  return table;
}

constexpr Table kTable = make_table();

}  // namespace

GateTransition transition(GateState state, GateTrigger trigger) { return kTable[index(state)][index(trigger)]; }

}  // namespace gate
