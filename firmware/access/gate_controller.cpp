#include "access/gate_controller.h"

#include <algorithm>
#include <type_traits>
#include <utility>

#include "access/gate_indication.h"

namespace gate {

GateController::GateController(const GateTimings& timings, MonotonicTime now)
    : timings_(timings), now_(now), entered_state_at_(now), last_beat_(now) {}

void GateController::on(const GateEvent& event, MonotonicTime now) {
  now_ = std::max(now_, now);
  expire();
  std::visit([this](const auto& e) { handle(e); }, event);
  // After the event, which may itself be the sign of life that was missing.
  if (now_ - last_beat_ >= timings_.recognition_timeout) set_fault(FaultSource::kHeartbeat);
}

void GateController::expire() {
  if (!deadline_ || now_ < *deadline_) return;
  deadline_.reset();
  fire(GateTrigger::kDeadline);
}

std::optional<MonotonicTime> GateController::next_deadline() const {
  if (faults_[static_cast<std::size_t>(FaultSource::kHeartbeat)]) return deadline_;
  const MonotonicTime beat_due = last_beat_ + timings_.recognition_timeout;
  return deadline_ ? std::min(*deadline_, beat_due) : beat_due;
}

std::vector<GateHappening> GateController::drain() { return std::exchange(happenings_, {}); }

// ---- events -------------------------------------------------------------------------------------------------------

void GateController::handle(RecognitionBeat) { beat(); }

void GateController::beat() {
  last_beat_ = now_;
  clear_fault(FaultSource::kHeartbeat);
}

void GateController::handle(ObservationStarted) {
  beat();
  person_present_ = true;
  fire(GateTrigger::kPersonSeen);
}

void GateController::handle(ObservationEnded) {
  beat();
  person_present_ = false;
  fire(GateTrigger::kPersonGone);
}

void GateController::handle(const Decision& decision) {
  beat();
  const bool admit = decision.verdict == Verdict::kAdmit;
  const bool ready = transition(state_, GateTrigger::kAdmit).action == GateAction::kOpen;
  if (!ready || !acceptable(decision)) return;
  const ReasonClass reason = class_of(decision.reason);
  if (!admit && reason == ReasonClass::kGuidance) {
    shown_ = decision.reason == Reason::kNoFace ? std::nullopt : std::optional(reason);
    return;
  }
  decided_ = decision.captured_at;
  if (admit) return grant(OpeningCause::kDecision, decision.pass, GateTrigger::kAdmit);
  fire(GateTrigger::kRefuse);
  shown_ = reason;
}

bool GateController::acceptable(const Decision& decision) {
  // Handed over twice, overtaken, or about the visitor the last opening was for.
  if (decision.captured_at <= decided_ || decision.captured_at < locked_since_) return false;
  // A stamp ahead of `now` is the caller's loop having read the clock first; no further ahead than it may lag behind.
  const bool fresh = decision.captured_at >= now_ - timings_.max_decision_age &&
                     decision.captured_at <= now_ + timings_.max_decision_age;
  if (!fresh && decision.verdict == Verdict::kAdmit) report(GateHappeningKind::kDecisionTooOld).pass = decision.pass;
  return fresh;
}

void GateController::handle(const GateInputEvent& event) {
  const auto which = static_cast<std::size_t>(event.input);
  const bool changed = inputs_[which] != event.active;
  inputs_[which] = event.active;
  // A fire alarm is obeyed however often it is reported.
  if (event.input == GateInput::kFireAlarm && event.active) fire(GateTrigger::kFire);
  if (!changed) return;
  if (event.input == GateInput::kPassage) return passage_changed(event.active);
  if (!event.active) return;
  switch (event.input) {
    case GateInput::kFireAlarm: report(GateHappeningKind::kFireAlarm); break;
    case GateInput::kTamper: report(GateHappeningKind::kTamper); break;
    case GateInput::kStaffButton: grant(OpeningCause::kStaff, {}, GateTrigger::kGrant); break;
    case GateInput::kRequestToExit: grant(OpeningCause::kRequestToExit, {}, GateTrigger::kGrant); break;
    case GateInput::kPassage: break;
  }
}

void GateController::passage_changed(bool occupied) {
  if (!occupied) return fire(GateTrigger::kBodyLeft);
  const bool same_body =
      state_ == GateState::kPassing && body_left_at_ && now_ - *body_left_at_ <= timings_.same_body_gap;
  fire(same_body ? GateTrigger::kBodyReturned : GateTrigger::kBodyEntered);
}

void GateController::handle(FaultRaised fault) { set_fault(fault.source); }
void GateController::handle(FaultCleared fault) { clear_fault(fault.source); }

void GateController::set_fault(FaultSource source) {
  if (faults_[static_cast<std::size_t>(source)]) return;
  faults_.set(static_cast<std::size_t>(source));
  fire(GateTrigger::kCircumstances);
  report(GateHappeningKind::kFaultRaised).fault = source;
}

void GateController::clear_fault(FaultSource source) {
  if (!faults_[static_cast<std::size_t>(source)]) return;
  faults_.reset(static_cast<std::size_t>(source));
  fire(GateTrigger::kCircumstances);
  report(GateHappeningKind::kFaultCleared).fault = source;
}

void GateController::handle(StaffCommand command) {
  report(GateHappeningKind::kStaffCommand).command = command;
  switch (command) {
    case StaffCommand::kOpenOnce: return grant(OpeningCause::kStaff, {}, GateTrigger::kGrant);
    case StaffCommand::kHoldOpen: return fire(GateTrigger::kHold);
    case StaffCommand::kLock: return fire(GateTrigger::kLock);
    case StaffCommand::kMaintenanceOn:
    case StaffCommand::kMaintenanceOff:
      maintenance_ = command == StaffCommand::kMaintenanceOn;
      return fire(GateTrigger::kCircumstances);
    case StaffCommand::kFireReset: return reset_fire();
    case StaffCommand::kAcknowledge: return alarm_since_.reset();
  }
}

void GateController::reset_fire() {
  if (state_ != GateState::kEmergency) return;
  if (input(GateInput::kFireAlarm)) {
    report(GateHappeningKind::kFireResetRefused);
    return;
  }
  fire(GateTrigger::kFireReset);
  report(GateHappeningKind::kFireReset);
}

// ---- the table at work --------------------------------------------------------------------------------------------

void GateController::grant(OpeningCause cause, std::optional<PassId> pass, GateTrigger trigger) {
  if (transition(state_, trigger).action != GateAction::kOpen) return;
  cause_ = cause;
  pass_ = pass;
  fire(trigger);
}

void GateController::fire(GateTrigger trigger) {
  const auto [target, action] = transition(state_, trigger);
  enter(resolve(target));
  act(action);
}

void GateController::enter(GateState next) {
  if (next == state_) return;
  const GateState from = std::exchange(state_, next);
  if (is_released(from) && !is_released(next)) locked_since_ = now_;
  entered_state_at_ = now_;
  deadline_.reset();
  shown_.reset();
  report(GateHappeningKind::kStateChanged).from = from;
}

void GateController::act(GateAction action) {
  const MonotonicTime passage_deadline = entered_state_at_ + timings_.passage_limit;
  switch (action) {
    case GateAction::kNone: return;
    case GateAction::kOpen:
      deadline_ = now_ + timings_.open;
      report_opening(GateHappeningKind::kOpened);
      return;
    case GateAction::kShowRefusal: deadline_ = now_ + timings_.cool_down; return;
    case GateAction::kEnter:
    case GateAction::kReturn:
      body_left_at_.reset();
      deadline_ = passage_deadline;
      return;
    case GateAction::kLeave:
      body_left_at_ = now_;
      deadline_ = std::min(passage_deadline, now_ + timings_.relock_delay);
      return;
    case GateAction::kNobodyCame: return report_opening(GateHappeningKind::kOpenedWithoutPassage);
    case GateAction::kFinish:
      return report_opening(body_left_at_ ? GateHappeningKind::kPassed : GateHappeningKind::kPassageTooLong);
    case GateAction::kTailGate:
      report_opening(GateHappeningKind::kPassed);
      return report_opening(GateHappeningKind::kTailGating);
    case GateAction::kForced:
      if (!lock_released(now_)) report(GateHappeningKind::kForcedPassage);
      return;
  }
}

GateState GateController::resolve(GateTarget target) const {
  switch (target) {
    case GateTarget::kStay: return state_;
    case GateTarget::kRest: return rest();
    case GateTarget::kOpen: return GateState::kOpen;
    case GateTarget::kPassing: return GateState::kPassing;
    case GateTarget::kRefused: return GateState::kRefused;
    case GateTarget::kHeld: return GateState::kHeld;
    case GateTarget::kEmergency: return GateState::kEmergency;
  }
  return state_;
}

GateState GateController::rest() const {
  if (maintenance_) return GateState::kMaintenance;
  if (faults_.any()) return GateState::kFault;
  return person_present_ ? GateState::kObserving : GateState::kIdle;
}

// ---- what comes out -----------------------------------------------------------------------------------------------

bool GateController::lock_released(MonotonicTime now) const {
  if (state_ == GateState::kFault) return timings_.in_fault == FaultPosition::kReleased;
  return is_released(state_) && (!deadline_ || now < *deadline_);
}

GateOutputs GateController::outputs(MonotonicTime now) const {
  now = std::max(now, now_);
  GateSituation situation{
      .state = state_, .in_state = now - entered_state_at_, .shown = shown_, .alarm = {}, .notice = notice_};
  if (alarm_since_ && now - *alarm_since_ < timings_.alarm) situation.alarm = now - *alarm_since_;
  GateOutputs outputs = indicate(situation);
  outputs.lock_release = lock_released(now);
  return outputs;
}

GateHappening& GateController::report(GateHappeningKind kind) {
  if (is_alarm(kind)) alarm_since_ = now_;
  return happenings_.emplace_back(GateHappening{
      .kind = kind, .at = now_, .state = state_, .from = {}, .cause = {}, .pass = {}, .fault = {}, .command = {}});
}

void GateController::report_opening(GateHappeningKind kind) {
  GateHappening& happening = report(kind);
  happening.cause = cause_;
  happening.pass = pass_;
}

}  // namespace gate
