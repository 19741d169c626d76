// Bodies in the passage, alarms, faults and staff: what happens around an admission.
#include "unit/access/gate_controller_fixture.h"

namespace gate {
namespace {

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

}  // namespace
}  // namespace gate
