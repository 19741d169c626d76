#include "unit/access/gate_controller_fixture.h"

#include <set>

namespace gate {
namespace {

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
