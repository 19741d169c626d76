// The terminal's threads with parts that fail: whatever happens to camera, recognition or lines, the gate relocks.
#include <gtest/gtest.h>

#include <condition_variable>
#include <future>
#include <thread>

#include "fakes/fake_clock.h"
#include "gate_io/simulated_gate_io.h"
#include "terminal/terminal.h"

namespace gate {
namespace {

using namespace std::chrono_literals;

/// Frames at 100 a second until told to be unplugged.
class FakeCamera final : public Camera {
 public:
  explicit FakeCamera(const Clock& clock) : clock_(clock) {}
  Result<Frame> next(std::chrono::milliseconds) override {
    std::this_thread::sleep_for(10ms);
    if (unplugged) return fail(ErrorCode::kDeviceLost, "unplugged");
    if (over) return fail(ErrorCode::kEndOfStream, "over");
    return Frame{cv::Mat(4, 4, CV_8UC3), FrameId{++id_}, clock_.monotonic_now()};
  }
  std::atomic<bool> unplugged = false;
  std::atomic<bool> over = false;

 private:
  const Clock& clock_;
  std::uint64_t id_ = 0;
};

/// Sees nobody until told to admit; can be made to hang in the middle of a frame.
class FakeRecogniser final : public Recogniser {
 public:
  Sighting look(const Frame& frame) override {
    {
      std::unique_lock lock(mutex_);
      resumed_.wait(lock, [this] { return !hanging_; });
    }
    if (!admitting) return {};
    Decision decision;
    decision.verdict = Verdict::kAdmit;
    decision.reason = Reason::kAdmitted;
    decision.pass = PassId{};
    decision.captured_at = frame.captured_at;
    return {.presence = Sighting::Presence::kSomebody, .decision = decision};
  }
  void hang() {
    const std::lock_guard lock(mutex_);
    hanging_ = true;
  }
  void resume() {
    {
      const std::lock_guard lock(mutex_);
      hanging_ = false;
    }
    resumed_.notify_all();
  }
  std::atomic<bool> admitting = false;

 private:
  std::mutex mutex_;
  std::condition_variable resumed_;
  bool hanging_ = false;
};

/// Counts what it is shown; can be made to hang.
class FakeCodeWatch final : public CodeWatch {
 public:
  void look(const Frame&) override {
    ++looks;
    while (hanging) std::this_thread::sleep_for(5ms);
  }
  std::atomic<int> looks = 0;
  std::atomic<bool> hanging = false;
};

class TerminalFaults : public testing::Test {
 protected:
  TerminalFaults() : running_(std::async(std::launch::async, [this] { return terminal_.run(stop_.get_token()); })) {}
  ~TerminalFaults() override {
    recogniser_.resume();
    codes_.hanging = false;
    stop_.request_stop();
    EXPECT_TRUE(running_.get());
    EXPECT_EQ(gate_->outputs(), at_the_end_);
  }

  static GateTimings quick() {
    GateTimings timings;
    timings.open = 300ms;
    timings.passage_limit = 300ms;
    timings.recognition_timeout = 400ms;
    timings.cool_down = 100ms;
    return timings;
  }

  /// Waits for something that must come; the limit only bounds a failing test.
  template <class Condition>
  bool comes(Condition condition) {
    for (int i = 0; i < 2000 && !condition(); ++i) std::this_thread::sleep_for(5ms);
    return condition();
  }
  bool released() const { return gate_->outputs().lock_release; }
  void open_the_gate() {
    recogniser_.admitting = true;
    ASSERT_TRUE(comes([this] { return released(); }));
  }

  SystemClock clock_;
  FakeClock beats_clock_;
  GateOutputs at_the_end_{};
  Heartbeats heartbeats_{beats_clock_};
  std::optional<TerminalSnapshot> snapshot_;
  FakeCamera camera_{clock_};
  FakeRecogniser recogniser_;
  std::shared_ptr<SimulatedGate> gate_ = std::make_shared<SimulatedGate>(clock_);
  SimulatedGateIo gate_io_{gate_};
  std::unique_ptr<EventStream> events_ = EventStream::open("", nullptr, clock_).value();
  FakeCodeWatch codes_;
  ScreenFeed screen_;
  Terminal terminal_{{camera_, recogniser_, gate_io_, *events_, clock_, &codes_, &heartbeats_, &screen_}, quick()};
  std::stop_source stop_;
  std::future<Status> running_;
};

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

TEST_F(TerminalFaults, FireAlarmReleasesWithoutACamera) {
  camera_.unplugged = true;
  EXPECT_TRUE(comes([this] { return gate_->outputs().red_lamp; }));
  gate_->set_input(GateInput::kFireAlarm, true);
  EXPECT_TRUE(comes([this] { return released(); }));
  at_the_end_ = {.lock_release = true};  // people may still be on their way out
}

TEST_F(TerminalFaults, SnapshotsSayHowItIs) {
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

/// Nobody reads the screen's feed in the other tests, and nothing waits for it.
TEST_F(TerminalFaults, TheScreenIsToldOfFramesVisitorAndGate) {
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

TEST_F(TerminalFaults, ANoticeReachesTheLampsOfAnIdleGate) {
  terminal_.shown_to_staff().put(NoticeKind::kUpdateRefused);
  EXPECT_TRUE(comes([this] { return gate_->outputs().red_lamp; }));
  terminal_.shown_to_staff().put(std::nullopt);
  EXPECT_TRUE(comes([this] { return !gate_->outputs().red_lamp; }));
  EXPECT_FALSE(released());
}

/// The threads themselves, against a clock that stands still while they work: only who hangs is named.
TEST_F(TerminalFaults, EveryThreadBeatsAndAHungOneDoesNot) {
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
