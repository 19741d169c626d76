// The upkeep thread's rounds: what systemd, the status file and the lamps are told, and when.
#include "terminal/upkeep.h"

#include <gmock/gmock.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "common/iso_time.h"
#include "fakes/fake_clock.h"
#include "fakes/fake_service_manager.h"
#include "fakes/fake_watchdog.h"
#include "unit/passes/venue.h"

namespace gate {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using Json = nlohmann::json;
using Camera = TerminalSnapshot::Camera;

class UpkeepTest : public testing::Test {
 protected:
  void round() {
    clock_.advance(Upkeep::kRound);
    upkeep_->look();
  }
  void publish(TerminalSnapshot snapshot) {
    snapshot.state_since = clock_.monotonic_now();
    snapshots_.put(snapshot);
  }
  Json status() const {
    std::ifstream in(status_file_);
    return in ? Json::parse(in) : Json();
  }
  void write_notice(const std::string& kind, std::chrono::seconds lasts) const {
    std::ofstream(notice_file_) << Json{{"kind", kind}, {"until", iso_time(clock_.wall_now() + lasts)}};
  }
  /// What the gate thread was told to show; nothing: it was told nothing.
  std::optional<std::optional<NoticeKind>> shown() { return shown_.take(0ms); }
  std::vector<Json> events(const std::string& type) {
    upkeep_.reset();
    events_.reset();  // written to its end
    std::vector<Json> lines;
    std::ifstream in(venue_.folder.path() / "events");
    for (std::string line; std::getline(in, line);)
      if (Json event = Json::parse(line); event["type"] == type) lines.push_back(std::move(event));
    return lines;
  }

  Venue venue_;
  FakeClock clock_{SystemClock().wall_now()};  // files are dated by the system
  FakeServiceManager systemd_{"10000000"};
  ServiceNotifier service_ = ServiceNotifier::from_environment();
  FakeWatchdogState hardware_state_;
  FakeWatchdog hardware_{hardware_state_};
  Heartbeats heartbeats_{clock_};
  Mailbox<TerminalSnapshot> snapshots_;
  Mailbox<std::optional<NoticeKind>> shown_;
  Mailbox<Error> lost_screens_;
  Mailbox<Error> lost_sounds_;
  std::filesystem::path status_file_ = venue_.folder.path() / "status.json";
  std::filesystem::path notice_file_ = venue_.folder.path() / "notice.json";
  DeviceKey key_ = DeviceKey::create(venue_.folder.path() / "device.key").value();
  std::unique_ptr<PassStore> store_ = PassStore::open(venue_.folder.path() / "passes.db", key_).value();
  std::unique_ptr<ClockFloor> floor_ = ClockFloor::open(venue_.folder.path() / "clock-floor").value();
  Mailbox<std::shared_ptr<const Enrolled>> published_;
  std::unique_ptr<EventStream> events_ =
      EventStream::open((venue_.folder.path() / "events").string(), nullptr, clock_).value();
  EnrolledLoader loader_{{*store_, *floor_, published_, *events_, clock_},
                         {venue_.folder.path() / "trust", {}, Identification::kFace, {}, 0.001}};
  std::unique_ptr<Upkeep> upkeep_ =
      std::make_unique<Upkeep>(Upkeep::Parts{service_, &hardware_, heartbeats_, snapshots_, shown_, lost_screens_,
                                             lost_sounds_, loader_, *events_, clock_},
                               Upkeep::Settings{"1.2.3", "A", status_file_, notice_file_});
};

TEST_F(UpkeepTest, StartUpIsOverWithTheFirstFrame) {
  publish({.camera = Camera::kStarting});
  round();
  EXPECT_THAT(systemd_.hear(), Not(Contains("READY=1")));
  EXPECT_EQ(status().at("camera"), "starting");
  publish({.camera = Camera::kGood});
  round();
  EXPECT_THAT(systemd_.hear(), Contains("READY=1"));
  round();
  EXPECT_THAT(systemd_.hear(), Not(Contains("READY=1"))) << "once";
}

TEST_F(UpkeepTest, OrWhenTheCameraIsKnownToBeMissing) {
  publish({.state = GateState::kFault, .camera = Camera::kLost});
  round();
  EXPECT_THAT(systemd_.hear(),
              ElementsAre("WATCHDOG=1", "STATUS=fault; 0 passes, 0 trust lists; camera lost", "READY=1"));
}

TEST_F(UpkeepTest, TheStatusFollowsEveryChangeAndIsNeverOlderThanTwoSeconds) {
  publish({.camera = Camera::kGood});
  round();
  EXPECT_EQ(status().at("state"), "idle");
  publish({.state = GateState::kOpen, .camera = Camera::kGood});
  round();
  EXPECT_EQ(status().at("state"), "open");
  for (int i = 0; i < 40; ++i) {
    round();
    const auto age = clock_.wall_now() - parse_iso_time(status().at("at").get<std::string>()).value();
    ASSERT_LE(age, Upkeep::kStatusEvery);
  }
}

TEST_F(UpkeepTest, BothWatchdogsAreFedUntilAThreadHangs) {
  heartbeats_.beat(TerminalThread::kGate);
  for (int i = 0; i < 16; ++i) round();
  EXPECT_EQ(hardware_state_.beats, 4);
  EXPECT_THAT(systemd_.hear(), Contains("WATCHDOG=1").Times(4));
  for (int i = 0; i < 80; ++i) round();
  (void)systemd_.hear();
  const int fed = hardware_state_.beats;
  for (int i = 0; i < 40; ++i) round();
  EXPECT_EQ(hardware_state_.beats, fed);
  EXPECT_THAT(systemd_.hear(), Not(Contains("WATCHDOG=1")));
  const auto errors = events("error");
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(errors[0]["device"], "thread_gate");
}

TEST_F(UpkeepTest, ANoticeIsShownWhileItCountsAndIsAnEvent) {
  round();
  EXPECT_FALSE(shown());
  write_notice("update_running", 5s);
  for (int i = 0; i < 4; ++i) round();
  EXPECT_EQ(shown(), std::make_optional(std::optional(NoticeKind::kUpdateRunning)));
  for (int i = 0; i < 8; ++i) round();
  EXPECT_FALSE(shown()) << "told once";
  for (int i = 0; i < 16; ++i) round();
  EXPECT_EQ(shown(), std::make_optional(std::optional<NoticeKind>())) << "over";
  write_notice("update_refused", 60s);
  for (int i = 0; i < 4; ++i) round();
  EXPECT_EQ(shown(), std::make_optional(std::optional(NoticeKind::kUpdateRefused)));
  std::filesystem::remove(notice_file_);
  for (int i = 0; i < 4; ++i) round();
  EXPECT_EQ(shown(), std::make_optional(std::optional<NoticeKind>())) << "taken back";
  const auto told = events("notice");
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(told[0]["kind"], "update_running");
  EXPECT_EQ(told[1]["kind"], "update_refused");
}

TEST_F(UpkeepTest, ABadNoticeIsToldOnceAndNotShown) {
  std::ofstream(notice_file_) << "{\"kind\": \"open_the_gate\"}";
  for (int i = 0; i < 20; ++i) round();
  EXPECT_FALSE(shown());
  const auto errors = events("error");
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(errors[0]["device"], "notice_file");
}

TEST_F(UpkeepTest, AScreenThatWasLostBeforeThereWereEventsIsToldOnce) {
  lost_screens_.put({ErrorCode::kDeviceLost, "no screen is connected"});
  for (int i = 0; i < 4; ++i) round();
  const auto errors = events("error");
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(errors[0]["device"], "screen");
  EXPECT_EQ(errors[0]["message"], "no screen is connected");
}

TEST_F(UpkeepTest, SoIsASoundDevice) {
  lost_sounds_.put({ErrorCode::kDeviceLost, "plughw:0,0: the sound device was unplugged"});
  for (int i = 0; i < 4; ++i) round();
  const auto errors = events("error");
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(errors[0]["device"], "sound");
}

TEST_F(UpkeepTest, AStatusThatCannotBeWrittenIsToldOnceAndTheRestGoesOn) {
  std::filesystem::create_directory(status_file_);
  for (int i = 0; i < 40; ++i) round();
  EXPECT_EQ(hardware_state_.beats, 10);
  const auto errors = events("error");
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(errors[0]["device"], "status_file");
}

TEST_F(UpkeepTest, APlannedStopDisarmsBoth) {
  round();
  upkeep_->disarm();
  EXPECT_FALSE(hardware_state_.armed);
  EXPECT_THAT(systemd_.hear(), Contains("STOPPING=1"));
}

}  // namespace
}  // namespace gate
