#pragma once

#include <gtest/gtest.h>

#include <condition_variable>
#include <future>
#include <thread>

#include "fakes/fake_clock.h"
#include "gate_io/simulated_gate_io.h"
#include "terminal/terminal.h"

namespace gate {

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

/// Sees nobody until told to admit, or that one stranger stands there, or to enrol; can be made to hang in the middle
/// of a frame.
class FakeRecogniser final : public Recogniser {
 public:
  Sighting look(const Frame& frame) override {
    {
      std::unique_lock lock(mutex_);
      resumed_.wait(lock, [this] { return !hanging_; });
    }
    Sighting sighting;
    if (enrolling) sighting.enrolment.step = EnrolmentStep::kShowCertificate;
    if (enrolling) return sighting;
    Decision decision;
    decision.reason = Reason::kUnknownPerson;
    if (refusing) return {.presence = Sighting::Presence::kSomebody, .decision = decision};
    if (!admitting) return {};
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
  void idle() override { ++idles; }
  std::atomic<bool> admitting = false, refusing = false, enrolling = false;
  std::atomic<int> idles = 0;

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

/// The terminal's threads, running, with parts that can be made to fail. At the end the gate's lines are as
/// `at_the_end_` says.
class RunningTerminal : public testing::Test {
 protected:
  RunningTerminal() : running_(std::async(std::launch::async, [this] { return terminal_.run(stop_.get_token()); })) {}
  ~RunningTerminal() override {
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
  std::atomic<int> decisions_told_ = 0;
  std::unique_ptr<EventStream> events_ = EventStream::open("", nullptr, clock_, {}, [this](const nlohmann::json& line) {
                                           decisions_told_ += line["type"] == "decision" ? 1 : 0;
                                         }).value();
  FakeCodeWatch codes_;
  ScreenFeed screen_;
  Terminal terminal_{{camera_, recogniser_, gate_io_, *events_, clock_, &codes_, &heartbeats_, &screen_}, quick()};
  std::stop_source stop_;
  std::future<Status> running_;
};

}  // namespace gate
