#include "terminal/heartbeats.h"

#include <gmock/gmock.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "fakes/fake_clock.h"
#include "fakes/fake_watchdog.h"
#include "fakes/temporary_folder.h"
#include "terminal/watchdog_feeder.h"

namespace gate {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(Heartbeats, AThreadCountsFromItsFirstBeatUntilItEndsByPlan) {
  FakeClock clock;
  Heartbeats heartbeats(clock);
  clock.advance(1h);
  EXPECT_THAT(heartbeats.silent(), IsEmpty()) << "none has begun";
  heartbeats.beat(TerminalThread::kCapture);
  clock.advance(1h);
  EXPECT_THAT(heartbeats.silent(), ElementsAre(TerminalThread::kCapture));
  heartbeats.beat(TerminalThread::kCapture);
  EXPECT_THAT(heartbeats.silent(), IsEmpty());
  heartbeats.end(TerminalThread::kCapture);
  clock.advance(1h);
  EXPECT_THAT(heartbeats.silent(), IsEmpty());
}

TEST(Heartbeats, EachThreadHasItsLimit) {
  for (const TerminalThread thread : kTerminalThreads) {
    FakeClock clock;
    Heartbeats heartbeats(clock);
    heartbeats.beat(thread);
    clock.advance(longest_silence(thread));
    EXPECT_THAT(heartbeats.silent(), IsEmpty()) << to_string(thread);
    clock.advance(1ms);
    EXPECT_THAT(heartbeats.silent(), ElementsAre(thread)) << to_string(thread);
  }
}

TEST(Heartbeats, APulseOfNobodyIsHarmless) {
  const Pulse pulse = pulse_of(nullptr, TerminalThread::kGate);
  pulse.beat();
  pulse.end();
}

class WatchdogFeederTest : public testing::Test {
 protected:
  WatchdogFeederTest() { heartbeats_.beat(TerminalThread::kRecognition); }
  /// Rounds of the upkeep thread, the recognition thread beating or not.
  enum class Recognition { kBeats, kHangs };
  void pass(std::chrono::milliseconds time, Recognition recognition = Recognition::kBeats) {
    for (; time > 0ms; time -= 250ms) {
      clock_.advance(250ms);
      if (recognition == Recognition::kBeats) heartbeats_.beat(TerminalThread::kRecognition);
      feeder_.feed();
    }
  }
  std::vector<std::string> errors() {
    events_.reset();  // written to its end
    std::vector<std::string> devices;
    std::ifstream in(folder_ / "events");
    for (std::string line; std::getline(in, line);) devices.push_back(nlohmann::json::parse(line).at("device"));
    return devices;
  }

  FakeClock clock_;
  TemporaryFolder folder_;
  std::unique_ptr<EventStream> events_ = EventStream::open((folder_ / "events").string(), nullptr, clock_).value();
  Heartbeats heartbeats_{clock_};
  FakeWatchdogState systemd_state_, hardware_state_;
  FakeWatchdog systemd_{systemd_state_, 20s}, hardware_{hardware_state_, 30s};
  WatchdogFeeder feeder_{{&systemd_, &hardware_}, heartbeats_, *events_, clock_};
};

TEST_F(WatchdogFeederTest, FeedsAllOnceASecondWhileAllBeat) {
  pass(10s);
  EXPECT_EQ(systemd_state_.beats, 10);
  EXPECT_EQ(hardware_state_.beats, 10);
  EXPECT_THAT(errors(), IsEmpty());
}

TEST_F(WatchdogFeederTest, AnImpatientWatchdogIsFedThreeTimesInItsPatience) {
  FakeWatchdogState state;
  FakeWatchdog impatient(state, 1500ms);
  WatchdogFeeder feeder({&impatient}, heartbeats_, *events_, clock_);
  for (int i = 0; i < 12; ++i) {
    clock_.advance(250ms);
    feeder.feed();
  }
  EXPECT_EQ(state.beats, 6);
}

TEST_F(WatchdogFeederTest, AHungThreadStarvesThemAndIsNamedOnce) {
  pass(longest_silence(TerminalThread::kRecognition), Recognition::kHangs);
  const int fed = systemd_state_.beats;
  EXPECT_GT(fed, 0);
  pass(60s, Recognition::kHangs);
  EXPECT_EQ(systemd_state_.beats, fed);
  EXPECT_EQ(hardware_state_.beats, fed);
  EXPECT_THAT(errors(), ElementsAre("thread_recognition"));
}

TEST_F(WatchdogFeederTest, AHungScreenIsNamedOnceAndStarvesNone) {
  heartbeats_.beat(TerminalThread::kScreen);
  pass(longest_silence(TerminalThread::kScreen) + 60s);
  EXPECT_EQ(systemd_state_.beats, 120);
  EXPECT_EQ(hardware_state_.beats, 120);
  EXPECT_THAT(errors(), ElementsAre("thread_screen"));
}

TEST_F(WatchdogFeederTest, AThreadThatGoesOnIsForgivenAndNamedAgainNextTime) {
  pass(40s, Recognition::kHangs);
  const int fed = systemd_state_.beats;
  pass(5s);
  EXPECT_GT(systemd_state_.beats, fed);
  pass(40s, Recognition::kHangs);
  EXPECT_THAT(errors(), ElementsAre("thread_recognition", "thread_recognition"));
}

TEST_F(WatchdogFeederTest, OneThatCannotBeFedKeepsNoneOfTheOthersHungry) {
  systemd_state_.refusing = true;
  pass(5s);
  EXPECT_EQ(hardware_state_.beats, 5);
  EXPECT_THAT(errors(), ElementsAre("watchdog")) << "told once";
}

}  // namespace
}  // namespace gate
