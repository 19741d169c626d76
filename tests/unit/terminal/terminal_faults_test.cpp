// Whatever happens to camera, recognition or lines, the gate relocks.
#include "running_terminal.h"

namespace gate {
namespace {

class TerminalFaults : public RunningTerminal {};

TEST_F(TerminalFaults, AnAdmissionOpensAndTheGateRelocks) {
  open_the_gate();
  recogniser_.admitting = false;
  EXPECT_TRUE(comes([this] { return !released(); }));
}

TEST_F(TerminalFaults, RelocksWhenRecognitionHangsWhileOpen) {
  open_the_gate();
  recogniser_.hang();
  EXPECT_TRUE(comes([this] { return !released(); }));
  EXPECT_TRUE(comes([this] { return gate_->outputs().red_lamp || gate_->outputs().amber_lamp; }));  // says so to staff
}

TEST_F(TerminalFaults, RelocksWhenTheCameraVanishesWhileOpen) {
  open_the_gate();
  camera_.unplugged = true;
  EXPECT_TRUE(comes([this] { return !released(); }));
  std::this_thread::sleep_for(quick().open);
  EXPECT_FALSE(released());
  camera_.unplugged = false;  // back again: visitors are admitted as before
  EXPECT_TRUE(comes([this] { return released(); }));
}

TEST_F(TerminalFaults, WithoutACameraTimePassesForRecognitionAllTheSame) {
  camera_.unplugged = true;
  ASSERT_TRUE(comes([this] { return gate_->outputs().red_lamp; }));
  const int so_far = recogniser_.idles;
  EXPECT_TRUE(comes([&] { return recogniser_.idles > so_far + 3; })) << "an enrolment ends there too";
}

TEST_F(TerminalFaults, FireAlarmReleasesWithoutACamera) {
  camera_.unplugged = true;
  EXPECT_TRUE(comes([this] { return gate_->outputs().red_lamp; }));
  gate_->set_input(GateInput::kFireAlarm, true);
  EXPECT_TRUE(comes([this] { return released(); }));
  at_the_end_ = {.lock_release = true};  // people may still be on their way out
}

TEST_F(TerminalFaults, FireAlarmReleasesWhileRecognitionHangs) {
  recogniser_.hang();
  gate_->set_input(GateInput::kFireAlarm, true);
  EXPECT_TRUE(comes([this] { return released(); }));
  at_the_end_ = {.lock_release = true};  // people may still be on their way out
}

TEST_F(TerminalFaults, LinesThatCannotBeWrittenAreAFaultAndWrittenAnewAfterwards) {
  gate_->fail_applies(SimulatedGate::kAll);
  recogniser_.admitting = true;
  std::this_thread::sleep_for(100ms);
  EXPECT_FALSE(released());
  recogniser_.admitting = false;
  gate_->fail_applies(0);
  gate_->set_input(GateInput::kRequestToExit, true);
  EXPECT_TRUE(comes([this] { return released(); }));
  EXPECT_TRUE(comes([this] { return !released(); }));
}

TEST_F(TerminalFaults, AnUnpluggedBoardComesBackLocked) {
  open_the_gate();
  recogniser_.admitting = false;
  gate_->unplug();
  std::this_thread::sleep_for(700ms);  // past every opening's end
  gate_->plug_in();
  std::this_thread::sleep_for(100ms);
  EXPECT_FALSE(released());
}

TEST_F(TerminalFaults, ACodeWatchThatHangsHoldsNothingUp) {
  ASSERT_TRUE(comes([this] { return codes_.looks > 3; }));
  codes_.hanging = true;
  const int looks = codes_.looks;
  open_the_gate();
  recogniser_.admitting = false;
  EXPECT_TRUE(comes([this] { return !released(); }));
  EXPECT_LE(codes_.looks, looks + 1);
  codes_.hanging = false;
  EXPECT_TRUE(comes([&] { return codes_.looks > looks + 3; }));
}

TEST_F(TerminalFaults, ARecordingThatIsOverEndsTheRunWithTheGateAtRest) {
  open_the_gate();
  camera_.over = true;
  EXPECT_EQ(running_.wait_for(10s), std::future_status::ready);
  EXPECT_FALSE(released());
  running_ = std::async(std::launch::deferred, [] { return Status{}; });
}

}  // namespace
}  // namespace gate
