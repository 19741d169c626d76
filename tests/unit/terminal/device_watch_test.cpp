#include "terminal/device_watch.h"

#include <gmock/gmock.h>

#include <fstream>

#include "fakes/fake_clock.h"
#include "fakes/temporary_folder.h"
#include "update/update_folder.h"

namespace gate {
namespace {

namespace fs = std::filesystem;
using ::testing::EndsWith;
using ::testing::StartsWith;

class DeviceWatchTest : public ::testing::Test {
 protected:
  DeviceWatchTest() { std::ofstream(places.version_file) << "1.2.0\n"; }
  DeviceWatch watch(const char* slot = "A") { return {{slot, "this start"}, places, clock}; }
  std::optional<DeviceFacts::Update> update(const char* slot = "A") { return watch(slot).look().update; }
  std::string text_of(const fs::path& file) const {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  TemporaryFolder folder;
  FakeClock clock;
  const fs::path request = folder / "restart-wanted";
  DeviceWatch::Places places{folder / "update", request, folder / "version"};
};

TEST_F(DeviceWatchTest, ARestartIsAskedForByTheWordNow) {
  DeviceWatch device = watch();
  EXPECT_FALSE(device.look().restart_asked);
  ASSERT_TRUE(device.ask_for_restart());
  EXPECT_EQ(text_of(request), "now\n");
  EXPECT_TRUE(device.look().restart_asked) << "seen at once";
  ASSERT_TRUE(device.ask_for_restart());
  EXPECT_EQ(text_of(request), "now\n");
  EXPECT_TRUE(watch().look().restart_asked) << "also by a terminal that has restarted meanwhile";
  fs::remove(request);
  clock.advance(DeviceWatch::kEvery);
  EXPECT_FALSE(device.look().restart_asked);
}

TEST_F(DeviceWatchTest, WhatCannotBeWrittenOrIsNotToBeHadIsAnError) {
  places.restart_request = folder / "no-such-folder/restart-wanted";
  EXPECT_EQ(watch().ask_for_restart().error().code, ErrorCode::kIo);
  places.restart_request.reset();
  EXPECT_EQ(watch().ask_for_restart().error().code, ErrorCode::kInvalidInput);
}

TEST_F(DeviceWatchTest, TellsWhatTheUpdaterRemembers) {
  const UpdateFolder updater = UpdateFolder::open(folder / "update").value();
  ASSERT_TRUE(updater.raise_floor(SemanticVersion::parse("1.1.0").value()));
  ASSERT_TRUE(updater.write_last_report("what became of this stick\r\n"));
  DeviceWatch device = watch();
  EXPECT_EQ(device.look().version, "1.2.0");
  EXPECT_EQ(device.look().slot, "A");
  EXPECT_EQ(device.look().floor, "1.1.0");
  EXPECT_EQ(device.look().last_report, "what became of this stick\r\n");
  EXPECT_FALSE(device.look().update);

  ASSERT_TRUE(updater.write_pending({"1.3.0", "B", clock.wall_now(), "this start"}));
  EXPECT_FALSE(device.look().update) << "files are not read for every message";
  clock.advance(DeviceWatch::kEvery);
  ASSERT_TRUE(device.look().update);
  EXPECT_EQ(device.look().update->version, "1.3.0");
  EXPECT_EQ(device.look().update->installed_at, clock.wall_now() - DeviceWatch::kEvery);
  ASSERT_TRUE(updater.clear_pending());
  clock.advance(DeviceWatch::kEvery);
  EXPECT_FALSE(device.look().update);
}

TEST_F(DeviceWatchTest, SaysHowFarAnUpdateHasCome) {
  const UpdateFolder updater = UpdateFolder::open(folder / "update").value();
  const auto stage = [&](const PendingUpdate& pending, const char* slot = "A") {
    EXPECT_TRUE(updater.write_pending(pending));
    return update(slot)->stage;
  };
  const auto now = clock.wall_now();
  EXPECT_EQ(stage({"1.3.0", "B", std::nullopt, "this start"}), UpdateStage::kInstalling);
  EXPECT_EQ(stage({"1.3.0", "B", now, "this start"}), UpdateStage::kWaits);
  EXPECT_EQ(stage({"1.3.0", "B", std::nullopt, "the start before"}), UpdateStage::kCutOff);
  EXPECT_EQ(stage({"1.3.0", "B", now, "the start before"}), UpdateStage::kNotStarted);
  EXPECT_EQ(stage({"1.2.0", "B", now, "the start before"}, "B"), UpdateStage::kOnTrial);
  EXPECT_EQ(stage({"1.3.0", "B", now, "the start before"}, "B"), UpdateStage::kNotStarted) << "another version runs";
}

TEST_F(DeviceWatchTest, ALongReportIsCutInTheMiddle) {
  const UpdateFolder updater = UpdateFolder::open(folder / "update").value();
  ASSERT_TRUE(updater.write_last_report("begins" + std::string(3 * DeviceWatch::kMostReport, '.') + "ends"));
  const std::string report = watch().look().last_report;
  EXPECT_LE(report.size(), DeviceWatch::kMostReport + 16);
  EXPECT_THAT(report, StartsWith("begins"));
  EXPECT_THAT(report, EndsWith("ends"));
}

TEST_F(DeviceWatchTest, WhatIsNotThereIsLeftOutAndNothingIsMade) {
  fs::remove(places.version_file);
  const DeviceFacts facts = watch().look();
  EXPECT_EQ(facts.version, "");
  EXPECT_EQ(facts.floor, "");
  EXPECT_EQ(facts.last_report, "");
  EXPECT_FALSE(facts.update);
  EXPECT_FALSE(fs::exists(folder / "update"));
  std::ofstream(folder / "update") << "no folder";
  EXPECT_EQ(watch().look().last_report, "");
  places.update_folder.reset();
  EXPECT_EQ(watch().look().slot, "A");
}

}  // namespace
}  // namespace gate
