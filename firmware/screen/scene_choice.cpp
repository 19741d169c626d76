#include "screen/scene_choice.h"

#include <algorithm>
#include <array>

namespace gate {
namespace {

using enum Pictogram;
using Ask = ChallengePrompt::Ask;

constexpr Scene guide(std::string_view message, Pictogram pictogram) {
  return {message, pictogram, Tone::kGuide, Panel::kMirror, SoundSign::kAttention};
}
constexpr Scene stop(std::string_view message, Pictogram pictogram) {
  return {message, pictogram, Tone::kStop, Panel::kSign, SoundSign::kRefused};
}
constexpr Scene trouble(std::string_view message, Pictogram pictogram, SoundSign sound) {
  return {message, pictogram, Tone::kTrouble, Panel::kSign, sound};
}
constexpr Scene good(std::string_view message, Pictogram pictogram) {
  return {message, pictogram, Tone::kGood, Panel::kSign, SoundSign::kWelcome};
}
constexpr Scene wait(std::string_view message) { return {message, kHourglass, Tone::kWait}; }

constexpr Scene kLookHere{"no_face", kFace, Tone::kNeutral, Panel::kMirror};
constexpr Scene kChecking{"checking", kHourglass, Tone::kWait, Panel::kMirror};
constexpr Scene kStarting = wait("starting");
constexpr Scene kRefused = stop("refused", kCross);
constexpr Scene kOpened = good("opened", kArrow);
constexpr Scene kPassing = good("passing", kArrow);
constexpr Scene kHeld = good("held", kArrow);
constexpr Scene kEmergency{"emergency", kDoor, Tone::kExit, Panel::kSign, SoundSign::kAlarm};
constexpr Scene kFault = trouble("fault", kExclamation, SoundSign::kAttention);
constexpr Scene kCameraLost = trouble("camera_lost", kCamera, SoundSign::kAttention);
constexpr Scene kMaintenance = trouble("maintenance", kWrench, SoundSign::kNone);
constexpr Scene kFirstPowerOn{"first_power_on", kStick, Tone::kNeutral};
constexpr Scene kFirstPowerOnWithoutGate = trouble("first_power_on_gate", kDoor, SoundSign::kNone);
constexpr Scene kFirstPowerOnWithoutCamera = trouble("first_power_on_camera", kCamera, SoundSign::kNone);
constexpr Scene kLookStraight = guide("look_straight", kFace);
constexpr Scene kTurnYourHeadLeft = guide("turn_left", kTurnLeft);
constexpr Scene kTurnYourHeadRight = guide("turn_right", kTurnRight);
constexpr Scene kChallengeDone{"challenge_done", kTick, Tone::kWait, Panel::kMirror};
constexpr Scene kChallengeFailed = guide("challenge_failed", kFace);
constexpr Scene kShowCertificate = guide("enrol_show_certificate", kCode);
constexpr Scene kStaffCompare = wait("enrol_compare");
constexpr Scene kLookForPass = guide("enrol_look", kFace);
constexpr Scene kTakeMaskOff = guide("enrol_mask_off", kFace);
constexpr Scene kIssuing = wait("enrol_issuing");
constexpr Scene kEnrolled = guide("enrol_done", kTick);
constexpr Scene kTakeCode{"enrol_take_code", kCode, Tone::kGuide, Panel::kCode, SoundSign::kAttention};
constexpr Scene kNotEnrolled = stop("enrol_refused", kCross);
constexpr Scene kPairing{"pairing", kCode, Tone::kNeutral, Panel::kDigits};

/// Those that no reason and no notice leads to.
constexpr std::array kOthers{kChecking,
                             kStarting,
                             kRefused,
                             kOpened,
                             kPassing,
                             kHeld,
                             kEmergency,
                             kFault,
                             kCameraLost,
                             kMaintenance,
                             kFirstPowerOn,
                             kFirstPowerOnWithoutCamera,
                             kLookStraight,
                             kTurnYourHeadLeft,
                             kTurnYourHeadRight,
                             kChallengeDone,
                             kChallengeFailed,
                             kShowCertificate,
                             kStaffCompare,
                             kLookForPass,
                             kTakeMaskOff,
                             kIssuing,
                             kEnrolled,
                             kTakeCode,
                             kNotEnrolled,
                             kPairing,
                             kFirstPowerOnWithoutGate};

Scene notice_scene(NoticeKind kind) {
  switch (kind) {
    case NoticeKind::kUpdateRunning: return wait("update_running");
    case NoticeKind::kUpdateInstalled: return {"update_installed", kTick, Tone::kNeutral};
    case NoticeKind::kUpdateRefused: return trouble("update_refused", kStick, SoundSign::kNone);
    case NoticeKind::kImportDone: return {"import_done", kTick, Tone::kNeutral};
    case NoticeKind::kImportRefused: return trouble("import_refused", kStick, SoundSign::kNone);
  }
  return kFault;
}

std::optional<Scene> challenge_scene(Ask ask) {
  switch (ask) {
    case Ask::kNothing: return std::nullopt;
    case Ask::kLookStraight: return kLookStraight;
    case Ask::kTurnLeft: return kTurnYourHeadLeft;
    case Ask::kTurnRight: return kTurnYourHeadRight;
    case Ask::kDone: return kChallengeDone;
    case Ask::kFailed: return kChallengeFailed;
  }
  return std::nullopt;
}

std::optional<Scene> enrolment_scene(const EnrolmentView& enrolment) {
  switch (enrolment.step) {
    case EnrolmentStep::kOff: return std::nullopt;
    case EnrolmentStep::kShowCertificate: return kShowCertificate;
    case EnrolmentStep::kCompare: return kStaffCompare;
    case EnrolmentStep::kLook: return enrolment.guidance ? scene_for(*enrolment.guidance) : kLookForPass;
    case EnrolmentStep::kTakeMaskOff: return kTakeMaskOff;
    case EnrolmentStep::kIssuing: return kIssuing;
    case EnrolmentStep::kDone: return enrolment.code.empty() ? kEnrolled : kTakeCode;
    case EnrolmentStep::kRefused: return kNotEnrolled;
  }
  return std::nullopt;
}

/// A decision to admit that has not opened the gate yet, or whose opening is over, is no welcome.
Scene visitor_scene(const VisitorView& visitor) {
  const bool refused =
      visitor.reason && class_of(*visitor.reason) != ReasonClass::kGuidance && *visitor.reason != Reason::kAdmitted;
  if (refused) return scene_for(*visitor.reason);
  if (const auto challenge = challenge_scene(visitor.prompt.ask)) return *challenge;
  if (!visitor.reason || *visitor.reason == Reason::kAdmitted) return kChecking;
  return scene_for(*visitor.reason);
}

Scene idle_scene(const ScreenState& state) {
  if (state.gate.camera == GateView::Camera::kStarting) return kStarting;
  if (const auto enrolment = enrolment_scene(state.visitor.enrolment)) return *enrolment;
  if (!state.pairing.digits.empty()) return kPairing;
  if (state.visitor.somebody) return visitor_scene(state.visitor);
  return state.gate.notice ? notice_scene(*state.gate.notice) : kLookHere;
}

/// What is missing first.
Scene set_up_scene(const GateView& gate) {
  if (gate.notice) return notice_scene(*gate.notice);
  if (gate.lines == GateView::Lines::kLost) return kFirstPowerOnWithoutGate;
  return gate.camera == GateView::Camera::kLost ? kFirstPowerOnWithoutCamera : kFirstPowerOn;
}

Scene refused_scene(const VisitorView& visitor) {
  if (!visitor.reason || class_of(*visitor.reason) == ReasonClass::kGuidance || *visitor.reason == Reason::kAdmitted)
    return kRefused;
  return scene_for(*visitor.reason);
}

}  // namespace

Scene scene_for(Reason reason) {
  const std::string_view message = to_string(reason);
  switch (reason) {
    case Reason::kAdmitted: return good(message, kTick);
    case Reason::kNoFace: return kLookHere;
    case Reason::kSeveralFaces: return guide(message, kOnePerson);
    case Reason::kTooFar: return guide(message, kComeCloser);
    case Reason::kTooClose: return guide(message, kStepBack);
    case Reason::kOutOfFrame: return guide(message, kIntoOval);
    case Reason::kTurnedAway: return guide(message, kFace);
    case Reason::kTooDark:
    case Reason::kTooBright: return guide(message, kLight);
    case Reason::kBlurred: return guide(message, kHoldStill);
    case Reason::kShowCode: return guide(message, kCode);
    case Reason::kProveLiveness: return guide(message, kFace);
    case Reason::kNotLive: return stop(message, kQuestion);
    case Reason::kCodeNotRecognised:
    case Reason::kCodeWithoutFace: return stop(message, kCode);
    case Reason::kUnknownPerson:
    case Reason::kAmbiguousMatch: return stop(message, kQuestion);
    case Reason::kClockNotTrusted:
    case Reason::kTrustStoreStale: return trouble(message, kExclamation, SoundSign::kRefused);
    case Reason::kPassNotVerified: return stop(message, kDocument);
    case Reason::kPassNotYetValid:
    case Reason::kPassExpired: return stop(message, kCalendar);
    case Reason::kPassRevoked:
    case Reason::kCertificateNotVerified: return stop(message, kDocument);
    case Reason::kCertificateNotYetValid:
    case Reason::kCertificateExpired: return stop(message, kCalendar);
    case Reason::kCertificateRevoked:
    case Reason::kCertificateKindNotAccepted:
    case Reason::kProductNotAccepted:
    case Reason::kTooFewDoses: return stop(message, kDocument);
    case Reason::kLastDoseTooRecent:
    case Reason::kLastDoseTooOld: return stop(message, kCalendar);
    case Reason::kTestNotNegative: return stop(message, kDocument);
    case Reason::kTestTooOld:
    case Reason::kRecoveryTooRecent:
    case Reason::kRecoveryTooOld: return stop(message, kCalendar);
    case Reason::kRuleNotMet:
    case Reason::kRuleNotEvaluable: return stop(message, kDocument);
  }
  return kRefused;
}

Scene scene_for(const ScreenState& state) {
  if (state.gate.state == GateState::kEmergency) return kEmergency;
  if (state.gate.state == GateState::kHeld) return kHeld;
  if (state.set_up == SetUp::kMissing) return set_up_scene(state.gate);
  switch (state.gate.state) {
    case GateState::kOpen: return state.visitor.reason == Reason::kAdmitted ? scene_for(Reason::kAdmitted) : kOpened;
    case GateState::kPassing: return kPassing;
    case GateState::kRefused: return refused_scene(state.visitor);
    case GateState::kFault:
      if (!state.pairing.digits.empty()) return kPairing;
      return state.gate.camera == GateView::Camera::kLost ? kCameraLost : kFault;
    case GateState::kMaintenance: return state.pairing.digits.empty() ? kMaintenance : kPairing;
    case GateState::kIdle:
    case GateState::kObserving:
    case GateState::kHeld:
    case GateState::kEmergency: break;
  }
  return idle_scene(state);
}

std::vector<Scene> every_scene() {
  std::vector<Scene> scenes;
  for (int reason = 0; reason <= static_cast<int>(Reason::kRuleNotEvaluable); ++reason)
    scenes.push_back(scene_for(static_cast<Reason>(reason)));
  scenes.insert(scenes.end(), kOthers.begin(), kOthers.end());
  for (const NoticeKind kind : kNoticeKinds) scenes.push_back(notice_scene(kind));
  return scenes;
}

std::vector<std::string_view> message_keys() {
  std::vector<std::string_view> keys;
  for (const Scene& scene : every_scene()) keys.push_back(scene.message);
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

}  // namespace gate
