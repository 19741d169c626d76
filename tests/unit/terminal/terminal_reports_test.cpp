// What the running terminal tells others: status and console, the screen, the lamps of an idle gate, the watchdogs.
#include "running_terminal.h"

namespace gate {
namespace {

class TerminalReports : public RunningTerminal {};

TEST_F(TerminalReports, SnapshotsSayHowItIs) {
  const auto newest_is = [this](auto condition) {
    if (auto newest = terminal_.snapshots().take(0ms)) snapshot_ = *newest;
    return snapshot_ && condition(*snapshot_);
  };
  using Snapshot = TerminalSnapshot;
  EXPECT_TRUE(comes([&] { return newest_is([](const auto& s) { return s.camera == Snapshot::Camera::kGood; }); }));
  EXPECT_EQ(snapshot_->state, GateState::kIdle);
  EXPECT_FALSE(snapshot_->last_decision_at);
  open_the_gate();
  EXPECT_TRUE(comes([&] { return newest_is([](const auto& s) { return s.state == GateState::kOpen; }); }));
  EXPECT_TRUE(snapshot_->last_decision_at);
  recogniser_.hang();
  EXPECT_TRUE(comes([&] {
    return newest_is(
        [](const auto& s) { return s.state == GateState::kFault && s.recognition == Snapshot::Recognition::kSilent; });
  }));
  recogniser_.resume();
  camera_.unplugged = true;
  EXPECT_TRUE(comes([&] {
    return newest_is([](const auto& s) {
      return s.camera == Snapshot::Camera::kLost && s.recognition == Snapshot::Recognition::kGood;
    });
  }));
  gate_->unplug();
  EXPECT_TRUE(comes([&] { return newest_is([](const auto& s) { return s.gate_io == Snapshot::GateLines::kLost; }); }));
  gate_->plug_in();
  EXPECT_TRUE(comes([&] { return newest_is([](const auto& s) { return s.gate_io == Snapshot::GateLines::kGood; }); }));
  EXPECT_FALSE(snapshot_->alarm);
  gate_->set_input(GateInput::kTamper, true);
  EXPECT_TRUE(comes([&] { return newest_is([](const auto& s) { return s.alarm == GateHappeningKind::kTamper; }); }));
  terminal_.command(StaffCommand::kAcknowledge);
  EXPECT_TRUE(comes([&] { return newest_is([](const auto& s) { return !s.alarm; }); }));
  EXPECT_FALSE(snapshot_->fire_alarm);
  gate_->set_input(GateInput::kFireAlarm, true);
  EXPECT_TRUE(comes([&] { return newest_is([](const auto& s) { return s.fire_alarm; }); }));
  gate_->set_input(GateInput::kFireAlarm, false);
  EXPECT_TRUE(comes([&] { return newest_is([](const auto& s) { return !s.fire_alarm; }); }));
  at_the_end_ = {.lock_release = true};  // the emergency lasts until it is reset
}

TEST_F(TerminalReports, ADecisionIsToldOnceAlsoWhenAnEnrolmentComesBetween) {
  const auto frames_pass = [this] {
    const auto until = terminal_.frames() + 3;
    return comes([&] { return terminal_.frames() >= until; });
  };
  recogniser_.refusing = true;
  ASSERT_TRUE(comes([&] { return decisions_told_ == 1; }));
  recogniser_.enrolling = true;
  ASSERT_TRUE(frames_pass());
  recogniser_.enrolling = false;
  ASSERT_TRUE(frames_pass());
  recogniser_.refusing = false;
  ASSERT_TRUE(frames_pass());
  EXPECT_EQ(decisions_told_, 1);
  recogniser_.refusing = true;
  EXPECT_TRUE(comes([&] { return decisions_told_ == 2; })) << "of the next visitor";
}

TEST_F(TerminalReports, TheScreenIsToldOfFramesVisitorAndGate) {
  GateView gate;
  const auto gate_is = [&](auto condition) {
    return comes([&] {
      if (const auto newest = screen_.gate.take(0ms)) gate = *newest;
      return condition(gate);
    });
  };
  EXPECT_TRUE(gate_is([](const GateView& view) { return view.camera == GateView::Camera::kGood; }));
  bool framed = false;
  EXPECT_TRUE(comes([&] { return framed = framed || screen_.frames.take(0ms).has_value(); }));
  terminal_.shown_to_staff().put(NoticeKind::kImportDone);
  EXPECT_TRUE(gate_is([](const GateView& view) { return view.notice == NoticeKind::kImportDone; }));
  open_the_gate();
  EXPECT_TRUE(gate_is([](const GateView& view) { return view.state == GateState::kOpen; }));
  VisitorView visitor;
  EXPECT_TRUE(comes([&] {
    if (const auto newest = screen_.visitor.take(0ms)) visitor = *newest;
    return visitor.somebody && visitor.reason == Reason::kAdmitted;
  }));
  camera_.unplugged = true;
  EXPECT_TRUE(gate_is([](const GateView& view) { return view.camera == GateView::Camera::kLost; }));
  EXPECT_TRUE(comes([&] {
    if (const auto newest = screen_.visitor.take(0ms)) visitor = *newest;
    return !visitor.somebody && !visitor.reason;
  })) << "nobody is seen any more";
}

TEST_F(TerminalReports, ANoticeReachesTheLampsOfAnIdleGate) {
  terminal_.shown_to_staff().put(NoticeKind::kUpdateRefused);
  EXPECT_TRUE(comes([this] { return gate_->outputs().red_lamp; }));
  terminal_.shown_to_staff().put(std::nullopt);
  EXPECT_TRUE(comes([this] { return !gate_->outputs().red_lamp; }));
  EXPECT_FALSE(released());
}

TEST_F(TerminalReports, EveryThreadBeatsAndAHungOneDoesNot) {
  const std::vector<TerminalThread> four{TerminalThread::kCapture, TerminalThread::kRecognition, TerminalThread::kGate,
                                         TerminalThread::kCodes};
  const auto silent_after_a_jump = [this] {
    beats_clock_.advance(1h);
    return heartbeats_.silent();
  };
  ASSERT_TRUE(comes([&] { return silent_after_a_jump() == four; })) << "all have begun";
  EXPECT_TRUE(comes([this] { return heartbeats_.silent().empty(); })) << "and go on";
  recogniser_.hang();
  EXPECT_TRUE(comes([&] {
    (void)silent_after_a_jump();
    std::this_thread::sleep_for(300ms);  // the others beat again meanwhile
    return heartbeats_.silent() == std::vector{TerminalThread::kRecognition};
  }));
}

}  // namespace
}  // namespace gate
