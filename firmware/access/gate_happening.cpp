#include "access/gate_happening.h"

namespace gate {

std::string_view to_string(GateState state) {
  switch (state) {
    case GateState::kIdle: return "idle";
    case GateState::kObserving: return "observing";
    case GateState::kOpen: return "open";
    case GateState::kPassing: return "passing";
    case GateState::kRefused: return "refused";
    case GateState::kHeld: return "held";
    case GateState::kEmergency: return "emergency";
    case GateState::kFault: return "fault";
    case GateState::kMaintenance: return "maintenance";
  }
  return "unknown";
}

std::string_view to_string(FaultSource source) {
  switch (source) {
    case FaultSource::kCamera: return "camera";
    case FaultSource::kRecognition: return "recognition";
    case FaultSource::kGateIo: return "gate_io";
    case FaultSource::kStorage: return "storage";
    case FaultSource::kHeartbeat: return "heartbeat";
  }
  return "unknown";
}

std::string_view to_string(NoticeKind kind) {
  switch (kind) {
    case NoticeKind::kUpdateRunning: return "update_running";
    case NoticeKind::kUpdateInstalled: return "update_installed";
    case NoticeKind::kUpdateRefused: return "update_refused";
    case NoticeKind::kImportDone: return "import_done";
    case NoticeKind::kImportRefused: return "import_refused";
  }
  return "unknown";
}

std::string_view to_string(StaffCommand command) {
  switch (command) {
    case StaffCommand::kOpenOnce: return "open_once";
    case StaffCommand::kHoldOpen: return "hold_open";
    case StaffCommand::kLock: return "lock";
    case StaffCommand::kMaintenanceOn: return "maintenance_on";
    case StaffCommand::kMaintenanceOff: return "maintenance_off";
    case StaffCommand::kFireReset: return "fire_reset";
    case StaffCommand::kAcknowledge: return "acknowledge";
  }
  return "unknown";
}

std::string_view to_string(GateHappeningKind kind) {
  switch (kind) {
    case GateHappeningKind::kStateChanged: return "state_changed";
    case GateHappeningKind::kOpened: return "opened";
    case GateHappeningKind::kPassed: return "passed";
    case GateHappeningKind::kOpenedWithoutPassage: return "opened_without_passage";
    case GateHappeningKind::kTailGating: return "tail_gating";
    case GateHappeningKind::kPassageTooLong: return "passage_too_long";
    case GateHappeningKind::kForcedPassage: return "forced_passage";
    case GateHappeningKind::kTamper: return "tamper";
    case GateHappeningKind::kFireAlarm: return "fire_alarm";
    case GateHappeningKind::kFireReset: return "fire_reset";
    case GateHappeningKind::kFireResetRefused: return "fire_reset_refused";
    case GateHappeningKind::kFaultRaised: return "fault_raised";
    case GateHappeningKind::kFaultCleared: return "fault_cleared";
    case GateHappeningKind::kDecisionTooOld: return "decision_too_old";
    case GateHappeningKind::kStaffCommand: return "staff_command";
  }
  return "unknown";
}

std::string_view to_string(OpeningCause cause) {
  switch (cause) {
    case OpeningCause::kDecision: return "decision";
    case OpeningCause::kStaff: return "staff";
    case OpeningCause::kRequestToExit: return "request_to_exit";
  }
  return "unknown";
}

bool is_alarm(GateHappeningKind kind) {
  return kind == GateHappeningKind::kTailGating || kind == GateHappeningKind::kPassageTooLong ||
         kind == GateHappeningKind::kForcedPassage || kind == GateHappeningKind::kTamper;
}

}  // namespace gate
