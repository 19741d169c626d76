#include "access/gate_controller.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace gate {
namespace {

using std::chrono::milliseconds;
using ::testing::ElementsAre;

/// A controller with a clock in hand. Recognition beats with every step unless told to hang.
class GateControllerTest : public ::testing::Test {
 protected:
  void send(const GateEvent& event) { gate_.on(event, now_); }
  void wait(milliseconds by) {
    now_ += by;
    if (!hanging_) send(RecognitionBeat{});
    send(Tick{});
  }
  Decision decision(Verdict verdict, Reason reason) const {
    return {.verdict = verdict,
            .reason = reason,
            .pass = PassId{{7}},
            .distance = {},
            .runner_up = {},
            .captured_at = now_ - milliseconds{50}};
  }
  void admit() { send(decision(Verdict::kAdmit, Reason::kAdmitted)); }
  void refuse(Reason reason) { send(decision(Verdict::kRefuse, reason)); }
  void input(GateInput which, bool active) { send(GateInputEvent{which, active, now_}); }
  void body(bool present) { input(GateInput::kPassage, present); }
  bool released() const { return gate_.outputs(now_).lock_release; }
  /// Of what happened since the last call; state changes aside.
  std::vector<GateHappeningKind> happened() {
    std::vector<GateHappeningKind> kinds;
    for (const GateHappening& h : gate_.drain()) {
      if (h.kind != GateHappeningKind::kStateChanged) kinds.push_back(h.kind);
    }
    return kinds;
  }

  const GateTimings timings_;
  MonotonicTime now_{std::chrono::hours{1}};
  GateController gate_{timings_, now_};
  bool hanging_ = false;
};

TEST_F(GateControllerTest, StartsIdleLockedAndDark) {
  EXPECT_EQ(gate_.state(), GateState::kIdle);
  EXPECT_EQ(gate_.outputs(now_), GateOutputs{});
  EXPECT_THAT(gate_.drain(), ElementsAre());
}

TEST_F(GateControllerTest, AVisitorIsSeenAdmittedPassesAndTheGateRelocks) {
  send(ObservationStarted{});
  EXPECT_EQ(gate_.state(), GateState::kObserving);
  EXPECT_TRUE(gate_.outputs(now_).amber_lamp);
  admit();
  EXPECT_EQ(gate_.state(), GateState::kOpen);
  EXPECT_EQ(gate_.outputs(now_), (GateOutputs{.lock_release = true, .green_lamp = true, .buzzer = true}));
  wait(milliseconds{800});
  body(true);
  EXPECT_EQ(gate_.state(), GateState::kPassing);
  send(ObservationEnded{});
  wait(milliseconds{700});
  body(false);
  EXPECT_TRUE(released());
  wait(timings_.relock_delay);
  EXPECT_EQ(gate_.state(), GateState::kIdle);
  EXPECT_FALSE(released());
  EXPECT_THAT(happened(), ElementsAre(GateHappeningKind::kOpened, GateHappeningKind::kPassed));
}

TEST_F(GateControllerTest, HappeningsNameThePassCauseAndStates) {
  admit();
  const auto happenings = gate_.drain();
  ASSERT_EQ(happenings.size(), 2U);
  EXPECT_EQ(happenings[0].kind, GateHappeningKind::kStateChanged);
  EXPECT_EQ(happenings[0].from, GateState::kIdle);
  EXPECT_EQ(happenings[0].state, GateState::kOpen);
  EXPECT_EQ(happenings[1].cause, OpeningCause::kDecision);
  EXPECT_EQ(happenings[1].pass, (PassId{{7}}));
  EXPECT_EQ(happenings[1].at, now_);
}

TEST_F(GateControllerTest, RelocksWhenNobodyEnters) {
  admit();
  EXPECT_EQ(gate_.next_deadline(), now_ + timings_.recognition_timeout);
  wait(timings_.open - milliseconds{1});
  EXPECT_TRUE(released());
  EXPECT_EQ(gate_.next_deadline(), now_ + milliseconds{1});
  wait(milliseconds{1});
  EXPECT_FALSE(released());
  EXPECT_THAT(happened(), ElementsAre(GateHappeningKind::kOpened, GateHappeningKind::kOpenedWithoutPassage));
}

TEST_F(GateControllerTest, OutputsSayLockedPastTheDeadlineEvenWithoutATick) {
  admit();
  EXPECT_TRUE(gate_.outputs(now_ + timings_.open - milliseconds{1}).lock_release);
  EXPECT_FALSE(gate_.outputs(now_ + timings_.open).lock_release);
}

TEST_F(GateControllerTest, TheSameDecisionTwiceIsOneOpening) {
  const Decision once = decision(Verdict::kAdmit, Reason::kAdmitted);
  send(once);
  send(StaffCommand::kLock);
  send(once);
  EXPECT_FALSE(released());
  EXPECT_EQ(gate_.state(), GateState::kIdle);
}

TEST_F(GateControllerTest, ADecisionFromBeforeTheRelockIsAboutTheVisitorAlreadyServed) {
  admit();
  wait(milliseconds{300});
  body(true);
  wait(milliseconds{300});
  body(false);
  wait(timings_.relock_delay);
  Decision late = decision(Verdict::kAdmit, Reason::kAdmitted);
  send(late);
  EXPECT_FALSE(released());
  wait(milliseconds{60});
  admit();
  EXPECT_TRUE(released());
}

TEST_F(GateControllerTest, AnOldDecisionIsIgnoredAndReported) {
  Decision old = decision(Verdict::kAdmit, Reason::kAdmitted);
  old.captured_at = now_ - timings_.max_decision_age - milliseconds{1};
  send(old);
  EXPECT_FALSE(released());
  EXPECT_THAT(happened(), ElementsAre(GateHappeningKind::kDecisionTooOld));
  old.captured_at = now_ - timings_.max_decision_age;
  send(old);
  EXPECT_TRUE(released());
}

TEST_F(GateControllerTest, ADecisionFromTheFutureIsIgnoredBeyondTheSameMargin) {
  Decision odd = decision(Verdict::kAdmit, Reason::kAdmitted);
  odd.captured_at = now_ + timings_.max_decision_age + milliseconds{1};
  send(odd);
  EXPECT_FALSE(released());
}

TEST_F(GateControllerTest, ARefusalShowsRedAndCoolsDown) {
  refuse(Reason::kTooFewDoses);
  EXPECT_EQ(gate_.state(), GateState::kRefused);
  EXPECT_EQ(gate_.outputs(now_), (GateOutputs{.red_lamp = true, .buzzer = true}));
  wait(timings_.cool_down - milliseconds{1});
  admit();
  EXPECT_EQ(gate_.state(), GateState::kRefused) << "decisions wait for the cool-down";
  wait(milliseconds{1});
  EXPECT_EQ(gate_.state(), GateState::kIdle);
  admit();
  EXPECT_TRUE(released());
}

TEST_F(GateControllerTest, GuidanceNeitherRefusesNorCoolsDown) {
  send(ObservationStarted{});
  refuse(Reason::kBlurred);
  EXPECT_EQ(gate_.state(), GateState::kObserving);
  EXPECT_TRUE(gate_.outputs(now_).amber_lamp);
  EXPECT_FALSE(gate_.outputs(now_ + milliseconds{300}).amber_lamp) << "blinks";
  wait(milliseconds{60});
  admit();
  EXPECT_TRUE(released());
}

TEST_F(GateControllerTest, EachClassOfRefusalSoundsDifferent) {
  std::set<std::vector<bool>> sounds;
  for (const Reason reason :
       {Reason::kUnknownPerson, Reason::kClockNotTrusted, Reason::kPassNotVerified, Reason::kTooFewDoses}) {
    GateController gate{timings_, now_};
    Decision refusal = decision(Verdict::kRefuse, reason);
    gate.on(refusal, now_);
    std::vector<bool> sound;
    for (milliseconds t{0}; t < milliseconds{2000}; t += milliseconds{50})
      sound.push_back(gate.outputs(now_ + t).buzzer);
    sounds.insert(sound);
  }
  EXPECT_EQ(sounds.size(), 4U);
}

TEST_F(GateControllerTest, ASecondBodyAfterTheFirstLeftIsTailGatingAndLocks) {
  admit();
  body(true);
  wait(milliseconds{500});
  body(false);
  wait(timings_.same_body_gap + milliseconds{1});
  body(true);
  EXPECT_FALSE(released());
  EXPECT_TRUE(gate_.outputs(now_).buzzer);
  EXPECT_THAT(happened(),
              ElementsAre(GateHappeningKind::kOpened, GateHappeningKind::kPassed, GateHappeningKind::kTailGating));
}

TEST_F(GateControllerTest, AShortGapIsTheSameBodysLegs) {
  admit();
  body(true);
  wait(milliseconds{500});
  body(false);
  wait(timings_.same_body_gap);
  body(true);
  EXPECT_EQ(gate_.state(), GateState::kPassing);
  wait(timings_.relock_delay);
  EXPECT_TRUE(released()) << "still inside";
  body(false);
  wait(timings_.relock_delay);
  EXPECT_THAT(happened(), ElementsAre(GateHappeningKind::kOpened, GateHappeningKind::kPassed));
}

TEST_F(GateControllerTest, ABodyThatStaysIsReportedAndTheGateRelocks) {
  admit();
  body(true);
  wait(timings_.passage_limit);
  EXPECT_FALSE(released());
  EXPECT_THAT(happened(), ElementsAre(GateHappeningKind::kOpened, GateHappeningKind::kPassageTooLong));
}

TEST_F(GateControllerTest, LegsCannotKeepTheGateOpenPastThePassageLimit) {
  admit();
  const MonotonicTime end = now_ + timings_.passage_limit;
  for (bool present = true; now_ < end; present = !present) {
    body(present);
    wait(milliseconds{100});
  }
  EXPECT_FALSE(released());
}

TEST_F(GateControllerTest, WhoStoodInThePassageBeforeTheOpeningCountsWhenLeaving) {
  body(true);
  EXPECT_THAT(happened(), ElementsAre(GateHappeningKind::kForcedPassage));
  admit();
  wait(milliseconds{500});
  body(false);
  EXPECT_EQ(gate_.state(), GateState::kPassing);
  wait(timings_.relock_delay);
  EXPECT_THAT(happened(), ElementsAre(GateHappeningKind::kOpened, GateHappeningKind::kPassed));
}

TEST_F(GateControllerTest, AForcedPassageSoundsUntilAcknowledgedOrOver) {
  body(true);
  EXPECT_TRUE(gate_.outputs(now_).buzzer);
  EXPECT_FALSE(gate_.outputs(now_ + timings_.alarm).buzzer);
  send(StaffCommand::kAcknowledge);
  EXPECT_FALSE(gate_.outputs(now_).buzzer);
}

TEST_F(GateControllerTest, TamperingSoundsInAnyState) {
  input(GateInput::kTamper, true);
  EXPECT_TRUE(gate_.outputs(now_).buzzer);
  EXPECT_THAT(happened(), ElementsAre(GateHappeningKind::kTamper));
}

TEST_F(GateControllerTest, FireReleasesEveryStateWithinTheCallAndLatches) {
  const std::vector<std::function<void()>> ways{[] {},
                                                [this] { send(ObservationStarted{}); },
                                                [this] { admit(); },
                                                [this] {
                                                  admit();
                                                  body(true);
                                                },
                                                [this] { refuse(Reason::kUnknownPerson); },
                                                [this] { send(StaffCommand::kHoldOpen); },
                                                [this] { send(FaultRaised{FaultSource::kCamera}); },
                                                [this] { send(StaffCommand::kMaintenanceOn); }};
  std::set<GateState> visited;
  for (const auto& lead_to : ways) {
    gate_.~GateController();
    new (&gate_) GateController(timings_, now_);
    lead_to();
    visited.insert(gate_.state());
    input(GateInput::kFireAlarm, true);
    EXPECT_EQ(gate_.state(), GateState::kEmergency);
    EXPECT_TRUE(released());
    wait(std::chrono::hours{1});
    input(GateInput::kFireAlarm, false);
    send(StaffCommand::kLock);
    send(StaffCommand::kMaintenanceOff);
    EXPECT_TRUE(released()) << "latched";
    send(StaffCommand::kFireReset);
    EXPECT_FALSE(released());
  }
  EXPECT_EQ(visited.size(), kGateStates.size() - 1) << "every state but the emergency itself";
}

TEST_F(GateControllerTest, FireCannotBeResetWhileTheAlarmIsOn) {
  input(GateInput::kFireAlarm, true);
  send(StaffCommand::kFireReset);
  EXPECT_TRUE(released());
  input(GateInput::kFireAlarm, false);
  EXPECT_TRUE(released()) << "the reset that was refused does not count later";
  EXPECT_THAT(happened(), ElementsAre(GateHappeningKind::kFireAlarm, GateHappeningKind::kStaffCommand,
                                      GateHappeningKind::kFireResetRefused));
}

TEST_F(GateControllerTest, RecognitionThatHangsWhileOpenRelocksAndFaults) {
  admit();
  hanging_ = true;
  wait(timings_.recognition_timeout);
  EXPECT_TRUE(released()) << "the opening runs to its own end";
  wait(timings_.open - timings_.recognition_timeout);
  EXPECT_FALSE(released());
  EXPECT_EQ(gate_.state(), GateState::kFault);
  send(RecognitionBeat{});
  EXPECT_EQ(gate_.state(), GateState::kIdle);
  EXPECT_THAT(happened(), ElementsAre(GateHappeningKind::kOpened, GateHappeningKind::kFaultRaised,
                                      GateHappeningKind::kOpenedWithoutPassage, GateHappeningKind::kFaultCleared));
}

TEST_F(GateControllerTest, InFaultNoDecisionOpensButPeopleCanGetOut) {
  send(FaultRaised{FaultSource::kCamera});
  send(FaultRaised{FaultSource::kStorage});
  admit();
  EXPECT_EQ(gate_.state(), GateState::kFault);
  EXPECT_FALSE(released());
  input(GateInput::kRequestToExit, true);
  EXPECT_TRUE(released());
  wait(timings_.open);
  EXPECT_EQ(gate_.state(), GateState::kFault);
  input(GateInput::kStaffButton, true);
  EXPECT_TRUE(released());
  wait(timings_.open);
  send(FaultCleared{FaultSource::kCamera});
  EXPECT_EQ(gate_.state(), GateState::kFault) << "the other one is left";
  send(FaultCleared{FaultSource::kStorage});
  EXPECT_EQ(gate_.state(), GateState::kIdle);
}

TEST_F(GateControllerTest, AFailSafeSiteIsReleasedInFault) {
  GateTimings fail_safe;
  fail_safe.in_fault = FaultPosition::kReleased;
  GateController gate{fail_safe, now_};
  gate.on(FaultRaised{FaultSource::kCamera}, now_);
  EXPECT_TRUE(gate.outputs(now_).lock_release);
  gate.on(FaultCleared{FaultSource::kCamera}, now_);
  EXPECT_FALSE(gate.outputs(now_).lock_release);
}

TEST_F(GateControllerTest, StaffOpenOnceHoldAndLock) {
  send(StaffCommand::kOpenOnce);
  EXPECT_TRUE(released());
  wait(timings_.open);
  EXPECT_FALSE(released());
  send(StaffCommand::kHoldOpen);
  wait(std::chrono::hours{5});
  EXPECT_TRUE(released());
  send(StaffCommand::kLock);
  EXPECT_FALSE(released());
}

TEST_F(GateControllerTest, InMaintenanceOnlyStaffExitAndFireOpen) {
  send(ObservationStarted{});
  send(StaffCommand::kMaintenanceOn);
  admit();
  EXPECT_FALSE(released());
  EXPECT_EQ(gate_.state(), GateState::kMaintenance);
  send(StaffCommand::kOpenOnce);
  EXPECT_TRUE(released());
  wait(timings_.open);
  EXPECT_EQ(gate_.state(), GateState::kMaintenance);
  send(StaffCommand::kMaintenanceOff);
  EXPECT_EQ(gate_.state(), GateState::kObserving) << "the visitor is still there";
}

TEST_F(GateControllerTest, TimeThatRunsBackwardsChangesNothing) {
  admit();
  gate_.on(Tick{}, now_ - std::chrono::hours{1});
  EXPECT_TRUE(gate_.outputs(now_ - std::chrono::hours{1}).lock_release);
  wait(timings_.open);
  EXPECT_FALSE(gate_.outputs(now_ - std::chrono::hours{1}).lock_release);
}

TEST(GateTransitions, ADecisionOpensOnlyIdleAndObserving) {
  for (const GateState state : kGateStates) {
    const bool ready = state == GateState::kIdle || state == GateState::kObserving;
    EXPECT_EQ(transition(state, GateTrigger::kAdmit).target == GateTarget::kOpen, ready) << to_string(state);
  }
}

TEST(GateTransitions, FireLeadsToEmergencyFromEverywhereAndOnlyAResetLeadsOut) {
  for (const GateState state : kGateStates) {
    const GateTarget expected = state == GateState::kEmergency ? GateTarget::kStay : GateTarget::kEmergency;
    EXPECT_EQ(transition(state, GateTrigger::kFire).target, expected) << to_string(state);
  }
  for (const GateTrigger trigger : kGateTriggers) {
    const bool leaves = transition(GateState::kEmergency, trigger).target != GateTarget::kStay;
    EXPECT_EQ(leaves, trigger == GateTrigger::kFireReset);
  }
}

TEST(GateNames, AreAllDifferent) {
  std::set<std::string_view> names;
  for (const GateState state : kGateStates) names.insert(to_string(state));
  for (const FaultSource source : kFaultSources) names.insert(to_string(source));
  EXPECT_EQ(names.size(), kGateStates.size() + kFaultSources.size());
}

}  // namespace
}  // namespace gate
