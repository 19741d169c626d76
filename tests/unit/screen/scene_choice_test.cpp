#include "screen/scene_choice.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace gate {
namespace {

using Ask = ChallengePrompt::Ask;
using Camera = GateView::Camera;

constexpr int kReasons = static_cast<int>(Reason::kRuleNotEvaluable) + 1;

std::vector<Reason> reasons() {
  std::vector<Reason> all;
  for (int i = 0; i < kReasons; ++i) all.push_back(static_cast<Reason>(i));
  return all;
}

constexpr std::array kAsks{Ask::kNothing,   Ask::kLookStraight, Ask::kTurnLeft,
                           Ask::kTurnRight, Ask::kDone,         Ask::kFailed};

ScreenState state(GateState gate, VisitorView visitor = {}) {
  return {.gate = {.state = gate, .camera = Camera::kGood}, .visitor = visitor};
}
VisitorView somebody(std::optional<Reason> reason, Ask ask = Ask::kNothing) {
  return {.somebody = true, .reason = reason, .prompt = {.ask = ask}};
}

std::vector<EnrolmentView> every_enrolment() {
  std::vector<EnrolmentView> all;
  for (int step = 0; step <= static_cast<int>(EnrolmentStep::kRefused); ++step)
    for (const auto& guidance : {std::optional<Reason>(), std::optional(Reason::kTooFar)})
      for (const cv::Mat& code : {cv::Mat(), cv::Mat(29, 29, CV_8UC1)})
        all.push_back({static_cast<EnrolmentStep>(step), guidance, code});
  return all;
}

/// Every combination of what the threads can say.
std::vector<ScreenState> every_state() {
  std::vector<std::optional<Reason>> verdicts{std::nullopt};
  for (const Reason reason : reasons()) verdicts.emplace_back(reason);
  std::vector<std::optional<NoticeKind>> notices{std::nullopt};
  for (const NoticeKind notice : kNoticeKinds) notices.emplace_back(notice);
  std::vector<ScreenState> states;
  for (const GateState gate : kGateStates)
    for (const Camera camera : {Camera::kStarting, Camera::kGood, Camera::kLost})
      for (const auto& notice : notices)
        for (const auto& reason : verdicts)
          for (const Ask ask : kAsks)
            for (const bool there : {false, true})
              for (const SetUp set_up : {SetUp::kDone, SetUp::kMissing})
                states.push_back(
                    {{.state = gate, .camera = camera, .notice = notice}, {there, reason, {.ask = ask}}, {}, set_up});
  for (const GateState gate : kGateStates)
    for (const Camera camera : {Camera::kStarting, Camera::kGood, Camera::kLost})
      states.push_back({.gate = {gate, camera, GateView::Lines::kLost}, .visitor = {}, .set_up = SetUp::kMissing});
  for (const GateState gate : kGateStates)
    for (const Camera camera : {Camera::kStarting, Camera::kGood, Camera::kLost})
      for (const EnrolmentView& enrolment : every_enrolment())
        for (const char* digits : {"", "482913"})
          states.push_back(
              {{.state = gate, .camera = camera}, {.enrolment = enrolment}, {.digits = digits}, SetUp::kDone});
  return states;
}

TEST(SceneChoice, IsTotalAndEverySceneIsKnown) {
  const auto scenes = every_scene();
  std::set<std::string_view> seen;
  for (const ScreenState& one : every_state()) {
    const Scene scene = scene_for(one);
    ASSERT_NE(std::find(scenes.begin(), scenes.end(), scene), scenes.end()) << scene.message;
    seen.insert(scene.message);
  }
  const auto keys = message_keys();
  EXPECT_EQ(std::vector<std::string_view>(seen.begin(), seen.end()), keys) << "no scene that nothing leads to";
}

TEST(SceneChoice, EveryReasonHasASceneOfItsOwnInTheToneOfItsClass) {
  std::set<std::string_view> messages;
  for (const Reason reason : reasons()) {
    const Scene scene = scene_for(reason);
    EXPECT_EQ(scene.message, to_string(reason)) << "38 reasons, 38 messages";
    messages.insert(scene.message);
    switch (class_of(reason)) {
      case ReasonClass::kAdmitted: EXPECT_EQ(scene.tone, Tone::kGood); break;
      case ReasonClass::kGuidance:
        EXPECT_EQ(scene.tone, reason == Reason::kNoFace ? Tone::kNeutral : Tone::kGuide) << scene.message;
        EXPECT_EQ(scene.panel, Panel::kMirror) << scene.message;
        break;
      case ReasonClass::kTerminal: EXPECT_EQ(scene.tone, Tone::kTrouble) << scene.message; break;
      case ReasonClass::kIdentity:
      case ReasonClass::kDocument:
      case ReasonClass::kRule:
        EXPECT_EQ(scene.tone, Tone::kStop) << scene.message;
        EXPECT_EQ(scene.panel, Panel::kSign) << scene.message;
        break;
    }
  }
  EXPECT_EQ(messages.size(), static_cast<std::size_t>(kReasons));
}

TEST(SceneChoice, AnEmergencyIsShownWhateverElseIs) {
  for (ScreenState one : every_state()) {
    one.gate.state = GateState::kEmergency;
    ASSERT_EQ(scene_for(one).message, "emergency");
  }
}

TEST(SceneChoice, NobodyIsWelcomedByALockedGate) {
  for (const ScreenState& one : every_state()) {
    const bool open = one.gate.state == GateState::kOpen || one.gate.state == GateState::kPassing ||
                      one.gate.state == GateState::kHeld || one.gate.state == GateState::kEmergency;
    const Tone tone = scene_for(one).tone;
    if (!open) {
      ASSERT_TRUE(tone != Tone::kGood && tone != Tone::kExit) << scene_for(one).message;
    }
    if (open && one.set_up == SetUp::kDone) {
      ASSERT_TRUE(tone == Tone::kGood || tone == Tone::kExit);
    }
  }
}

TEST(SceneChoice, AVisitAsItGoes) {
  EXPECT_EQ(scene_for(state(GateState::kIdle)).message, "no_face");
  EXPECT_EQ(scene_for(state(GateState::kObserving, somebody(Reason::kTooFar))).message, "too_far");
  EXPECT_EQ(scene_for(state(GateState::kObserving, somebody(std::nullopt))).message, "checking");
  EXPECT_EQ(scene_for(state(GateState::kObserving, somebody(Reason::kProveLiveness, Ask::kTurnLeft))).message,
            "turn_left");
  EXPECT_EQ(scene_for(state(GateState::kObserving, somebody(Reason::kProveLiveness, Ask::kTurnLeft))).pictogram,
            Pictogram::kTurnLeft);
  EXPECT_EQ(scene_for(state(GateState::kOpen, somebody(Reason::kAdmitted))).message, "admitted");
  EXPECT_EQ(scene_for(state(GateState::kOpen)).message, "opened") << "by staff: nobody was recognised";
  EXPECT_EQ(scene_for(state(GateState::kPassing, somebody(Reason::kAdmitted))).message, "passing");
  EXPECT_EQ(scene_for(state(GateState::kRefused, somebody(Reason::kTestTooOld))).message, "test_too_old");
  EXPECT_EQ(scene_for(state(GateState::kObserving, somebody(Reason::kTestTooOld))).message, "test_too_old")
      << "for as long as they stay";
  EXPECT_EQ(scene_for(state(GateState::kObserving, somebody(Reason::kNotLive, Ask::kFailed))).message, "not_live");
}

TEST(SceneChoice, AnEnrolmentAsItGoes) {
  const auto shown = [](EnrolmentView enrolment, GateState gate = GateState::kIdle) {
    return scene_for(state(gate, {.enrolment = std::move(enrolment)}));
  };
  EXPECT_EQ(shown({EnrolmentStep::kShowCertificate}).message, "enrol_show_certificate");
  EXPECT_EQ(shown({EnrolmentStep::kCompare}).message, "enrol_compare");
  EXPECT_EQ(shown({EnrolmentStep::kLook}).message, "enrol_look");
  EXPECT_EQ(shown({EnrolmentStep::kLook, Reason::kTooDark}).message, "too_dark");
  EXPECT_EQ(shown({EnrolmentStep::kTakeMaskOff}).message, "enrol_mask_off");
  EXPECT_EQ(shown({EnrolmentStep::kDone}).message, "enrol_done");
  EXPECT_EQ(shown({EnrolmentStep::kDone, {}, cv::Mat(29, 29, CV_8UC1)}).panel, Panel::kCode);
  EXPECT_EQ(shown({EnrolmentStep::kRefused}).message, "enrol_refused") << "why is for staff to say";
  EXPECT_EQ(shown({EnrolmentStep::kLook}, GateState::kOpen).message, "opened") << "what the gate does comes first";
}

TEST(SceneChoice, DigitsForTheConsoleAreShownWhileNobodyIsServed) {
  ScreenState one = state(GateState::kIdle);
  one.pairing.digits = "482913";
  EXPECT_EQ(scene_for(one).message, "pairing");
  one.gate.state = GateState::kFault;
  EXPECT_EQ(scene_for(one).message, "pairing") << "who is to mend it needs the console";
  one.gate.state = GateState::kRefused;
  one.visitor = somebody(Reason::kUnknownPerson);
  EXPECT_EQ(scene_for(one).message, "unknown_person");
}

TEST(SceneChoice, FaultsSayWhichAndTheTechniciansNoticesWaitForVisitors) {
  ScreenState lost = state(GateState::kFault);
  EXPECT_EQ(scene_for(lost).message, "fault");
  lost.gate.camera = Camera::kLost;
  EXPECT_EQ(scene_for(lost).message, "camera_lost");
  ScreenState noticed = state(GateState::kIdle);
  noticed.gate.notice = NoticeKind::kImportRefused;
  EXPECT_EQ(scene_for(noticed).message, "import_refused");
  noticed.visitor = somebody(Reason::kTooClose);
  EXPECT_EQ(scene_for(noticed).message, "too_close");
}

TEST(SceneChoice, WithoutSettingsItSaysHowToBringThemAndWhatBecameOfThem) {
  ScreenState fresh = state(GateState::kFault);
  fresh.set_up = SetUp::kMissing;
  EXPECT_EQ(scene_for(fresh).message, "first_power_on");
  fresh.gate.camera = Camera::kLost;
  EXPECT_EQ(scene_for(fresh).message, "first_power_on_camera");
  fresh.gate.notice = NoticeKind::kImportRefused;
  EXPECT_EQ(scene_for(fresh).message, "import_refused");
}

}  // namespace
}  // namespace gate
