// What a technician sees when something is missing or wrong, and how the program stops.
#include <csignal>
#include <future>
#include <set>

#include "end_to_end/terminal/gate_site.h"
#include "fakes/fake_service_manager.h"

namespace gate {
namespace {

using testing::Test;

/// Exit status 2 and one line that holds the words.
void expect_one_line(const Ended& ended, const std::vector<std::string>& words) {
  EXPECT_EQ(ended.status, 2) << ended.output;
  EXPECT_EQ(std::count(ended.output.begin(), ended.output.end(), '\n'), 1) << ended.output;
  for (const std::string& word : words)
    EXPECT_NE(ended.output.find(word), std::string::npos) << word << " in: " << ended.output;
}

TEST(StartUp, AMissingConfigurationIsNamed) {
  GateSite site;
  expect_one_line(site.run_terminal(site.folder / "nowhere.json"), {"nowhere.json"});
}

TEST(StartUp, AnUnknownFieldIsNamed) {
  REQUIRE_MEDIA();
  GateSite site;
  expect_one_line(site.run_terminal(site.configure(GateSite::media("cap13_edit2.mp4"), {{"gate", {{"opne_ms", 5}}}})),
                  {"terminal.json", "opne_ms"});
}

TEST(StartUp, AMissingModelIsNamed) {
  REQUIRE_MEDIA();
  GateSite site;
  expect_one_line(
      site.run_terminal(site.configure(GateSite::media("cap13_edit2.mp4"),
                                       {{"models", {{"directory", (site.folder / "no-models").string()}}}})),
      {"no-models"});
}

TEST(StartUp, AChangedModelIsRefused) {
  REQUIRE_MEDIA();
  GateSite site;
  std::filesystem::copy(std::filesystem::path(GATE_CACHE_DIR) / "models", site.folder / "models");
  std::filesystem::permissions(site.folder / "models/dlib_face_recognition_resnet_model_v1.dat",
                               std::filesystem::perms::owner_all);
  std::fstream model(site.folder / "models/dlib_face_recognition_resnet_model_v1.dat",
                     std::ios::in | std::ios::out | std::ios::binary);
  model.seekp(1'000'000);
  model.put('x').put('y').put('z');
  model.close();
  expect_one_line(site.run_terminal(site.configure(GateSite::media("cap13_edit2.mp4"),
                                                   {{"models", {{"directory", (site.folder / "models").string()}}}})),
                  {"dlib_face_recognition_resnet_model_v1.dat", "55533b28a95800a5"});
}

TEST(StartUp, AWrongDeviceKeyIsRefusedAndTheStoreKept) {
  REQUIRE_MEDIA();
  GateSite site;
  ASSERT_EQ(site.enrol("cap12_edit.mp4", 2, std::chrono::days{60}).status, 0);
  const auto size = std::filesystem::file_size(site.folder / "passes.db");
  std::filesystem::remove(site.folder / "device.key");
  std::ofstream(site.folder / "device.key") << std::string(32, 'k');
  std::filesystem::permissions(site.folder / "device.key",
                               std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  expect_one_line(site.run_terminal(site.configure(GateSite::media("cap13_edit2.mp4"))), {"passes.db"});
  EXPECT_EQ(std::filesystem::file_size(site.folder / "passes.db"), size);
}

TEST(StartUp, AMissingWatchdogIsNamed) {
  REQUIRE_MEDIA();
  GateSite site;
  expect_one_line(site.run_terminal(site.configure(GateSite::media("cap13_edit2.mp4"),
                                                   {{"watchdog", {{"device", "/dev/watchdog-none"}}}})),
                  {"watchdog", "/dev/watchdog-none"});
}

TEST(StartUp, OneThatNeedNotBeThereIsDoneWithout) {
  REQUIRE_MEDIA();
  GateSite site;
  const auto config = site.configure(GateSite::media("franck.mp4"),
                                     {{"camera", {{"replay", {{"at_end", "loop"}}}}},
                                      {"watchdog", {{"device", "/dev/watchdog-none"}, {"when_missing", "go_on"}}}});
  const Ended run = site.run_terminal(config, "timeout --preserve-status --signal=TERM 4 ");
  EXPECT_EQ(run.status, 0) << run.output;
  EXPECT_NE(run.output.find("/dev/watchdog-none"), std::string::npos) << run.output;
}

/// Ready, in fault, and the fire alarm is followed: the simulated gate pulls it once the red lamp says so.
TEST(StartUp, ACameraThatIsMissingHoldsUpNeitherTheStartNorTheFireAlarm) {
  REQUIRE_MEDIA();
  GateSite site;
  FakeServiceManager systemd("10000000");
  const Json fire{{"trigger", "red_lamp"}, {"input", "fire_alarm"}, {"delay_ms", 500}, {"duration_ms", 60000}};
  const auto config = site.configure(
      GateSite::media("franck.mp4"),
      {{"camera", {{"kind", "v4l2"}, {"v4l2", {{"device", "/dev/video-none"}, {"when_missing", "wait"}}}}},
       {"gate_io", {{"simulated", {{"script", {fire}}}}}},
       {"status_file", "status.json"}});
  const Ended run = site.run_terminal(config, "timeout --preserve-status --signal=TERM 10 ");
  EXPECT_EQ(run.status, 0) << run.output;
  EXPECT_TRUE(site.ever_released());
  const auto told = systemd.hear();
  for (const char* message : {"READY=1", "WATCHDOG=1", "STOPPING=1"})
    EXPECT_NE(std::find(told.begin(), told.end(), message), told.end()) << message;
  std::ifstream status(site.folder / "status.json");
  const Json last = Json::parse(status);
  EXPECT_EQ(last.at("camera"), "lost");
  EXPECT_EQ(last.at("state"), "emergency");
}

TEST(StartUp, AScreenThatIsMissingIsToldOnceAndHoldsNothingUp) {
  REQUIRE_MEDIA();
  GateSite site;
  const auto config =
      site.configure(GateSite::media("franck.mp4"), {{"camera", {{"replay", {{"at_end", "loop"}}}}},
                                                     {"screen", {{"kind", "drm"}, {"device", "/dev/dri/card-none"}}}});
  const Ended run = site.run_terminal(config, "timeout --preserve-status --signal=TERM 4 ");
  EXPECT_EQ(run.status, 0) << run.output;
  const auto errors = site.events("error");
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(errors[0].at("device"), "screen");
  EXPECT_FALSE(site.events("stopped").empty());
}

/// A terminal at its first power-on whose start fails: what systemd is told, and the threads that go on meanwhile.
class FirstPowerOn : public testing::Test {
 protected:
  void start(const Json& changes) {
    const auto config = site_.configure(GateSite::media("cap13_edit2.mp4"), changes);
    const std::string command = "echo $$ >" + (site_.folder / "pid").string() + "; exec " +
                                GateSite::program("gate-terminal") + " --first-power-on --config " + config.string();
    running_ = std::async(std::launch::async, [command] { return run_command(command); });
  }
  /// Waits until it says that it is ready, as it does when it has given up and says what to do.
  bool says_what_to_do() {
    for (int i = 0; i < 600 && running_.wait_for(std::chrono::milliseconds{50}) != std::future_status::ready; ++i)
      for (const std::string& message : systemd_.hear())
        if (message == "READY=1") return true;
    return false;
  }
  std::set<std::string> threads() const {
    std::set<std::string> names;
    for (const auto& thread : std::filesystem::directory_iterator("/proc/" + std::to_string(pid()) + "/task")) {
      std::ifstream file(thread.path() / "comm");
      std::string name;
      if (std::getline(file, name)) names.insert(name);
    }
    return names;
  }
  Ended stop() {
    ::kill(pid(), SIGTERM);
    return running_.get();
  }

 private:
  pid_t pid() const {
    pid_t pid = 0;
    std::ifstream(site_.folder / "pid") >> pid;
    return pid;
  }

  GateSite site_;
  FakeServiceManager systemd_{"10000000"};
  std::future<Ended> running_;
};

TEST_F(FirstPowerOn, AStartThatFailsSaysWhatToDoAndFollowsTheFireAlarm) {
  start({{"models", {{"directory", "no-models"}}}, {"screen", {{"kind", "drm"}, {"device", "/dev/dri/card-none"}}}});
  ASSERT_TRUE(says_what_to_do());
  const auto going_on = threads();
  for (const char* thread : {"screen", "start_up"}) EXPECT_TRUE(going_on.contains(thread)) << thread;
  const Ended ended = stop();
  EXPECT_EQ(ended.status, 0) << ended.output;
  EXPECT_NE(ended.output.find("no-models"), std::string::npos) << ended.output;
}

TEST_F(FirstPowerOn, GateLinesThatCannotBeOpenedLeaveTheScreen) {
  start({{"extends", GATE_SOURCE_DIR "/config/boards/firmware.json"},
         {"gate_io", {{"gpiod", {{"chip", "gpiochip-none"}}}}},
         {"screen", {{"kind", "drm"}, {"device", "/dev/dri/card-none"}}}});
  ASSERT_TRUE(says_what_to_do());
  EXPECT_TRUE(threads().contains("screen"));
  const Ended ended = stop();
  EXPECT_EQ(ended.status, 0) << ended.output;
  EXPECT_NE(ended.output.find("gpiochip-none"), std::string::npos) << ended.output;
}

TEST(StartUp, ALanguageThatIsMissingIsNamed) {
  REQUIRE_MEDIA();
  GateSite site;
  expect_one_line(site.run_terminal(site.configure(GateSite::media("cap13_edit2.mp4"),
                                                   {{"screen", {{"kind", "drm"}, {"languages", {"xx"}}}}})),
                  {"screen.languages", "xx.json"});
}

TEST(StartUp, ANewTerminalStartsWithoutPassesAndSigtermStopsItSafely) {
  REQUIRE_MEDIA();
  GateSite site;
  const auto config = site.configure(GateSite::media("franck.mp4"), {{"camera", {{"replay", {{"at_end", "loop"}}}}}});
  const Ended run = site.run_terminal(config, "timeout --preserve-status --signal=TERM 4 ");
  EXPECT_EQ(run.status, 0) << run.output;
  ASSERT_FALSE(site.events("stopped").empty());
  EXPECT_FALSE(site.ever_released());
}

}  // namespace
}  // namespace gate
