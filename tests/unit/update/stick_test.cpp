#include "update/stick.h"

#include <gmock/gmock.h>

#include "certificates/trust/public_key_file.h"
#include "fakes/fake_clock.h"
#include "unit/update/scripted_rauc.h"
#include "unit/update/site_fixture.h"

namespace gate {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;
using Kind = StickReport::Line::Kind;
using Wanted = RestartMoment::Wanted;
using Why = StickReason;

class StickTest : public SiteFixture {
 protected:
  StickTest() {
    for (const char* folder : {"run", "work", "empty"}) fs::create_directories(folder_ / folder);
  }
  StickResult apply(const fs::path& mount) {
    const StickPlaces places{.mount = mount,
                             .data = folder_ / "device",
                             .factory = folder_ / "desk/terminal.json",
                             .keyring = folder_ / "update-ca.pem",
                             .work = folder_ / "work",
                             .version = "1.2.0",
                             .boot_id = "this run"};
    auto result = apply_stick(places, rauc_, NoticeBoard(folder_ / "run", clock_), clock_);
    EXPECT_TRUE(result) << result.error().message;
    return *std::move(result);
  }
  fs::path with_bundle(const fs::path& stick, const std::string& name = "x.raucb") const {
    write((stick.filename() / name).string(), "a bundle");
    return stick;
  }
  std::string notice() const { return nlohmann::json::parse(read(folder_ / "run/notice.json"))["kind"]; }

  FakeClock clock_{kNow};
  ScriptedRauc device_;
  Rauc rauc_{device_.runner, "/keyring.pem"};
};

TEST_F(StickTest, SettingsAndUpdateAreTakenOneAfterTheOther) {
  const StickResult result = apply(with_bundle(stick(1)));
  ASSERT_EQ(result.report.lines().size(), 2U);
  EXPECT_EQ(result.report.lines()[0].text, "Settings, version 1: taken; in force after the terminal's next start.");
  EXPECT_THAT(result.report.lines()[1].text, HasSubstr("update x.raucb is installed in slot B"));
  EXPECT_EQ(result.restart, Wanted::kWhenIdle);
  EXPECT_EQ(notice(), "update_installed");
  EXPECT_EQ(result.device.slot, "A");
}

TEST_F(StickTest, WhatIsRefusedStopsNothingElse) {
  const fs::path mount = with_bundle(stick(1));
  fs::remove(mount / "gate-site/manifest.p7s");
  const StickResult result = apply(mount);
  EXPECT_EQ(result.report.lines().at(0).refusal->reason, Why::kSiteUntrusted);
  EXPECT_EQ(result.report.lines().at(1).kind, Kind::kDone);
  EXPECT_EQ(result.restart, Wanted::kWhenIdle);
  EXPECT_EQ(notice(), "import_refused");
}

TEST_F(StickTest, AnUpdateThatIsRefusedIsShownAsOne) {
  device_.offer("1.0.0");
  const StickResult result = apply(with_bundle(folder_ / "empty"));
  EXPECT_EQ(result.report.lines().at(0).refusal->reason, Why::kBundleOlder);
  EXPECT_FALSE(result.restart);
  EXPECT_EQ(notice(), "update_refused");
}

TEST_F(StickTest, TwoUpdatesAreNone) {
  const StickResult result = apply(with_bundle(with_bundle(folder_ / "empty", "a.raucb"), "b.raucb"));
  EXPECT_EQ(result.report.lines().at(0).refusal->reason, Why::kSeveralBundles);
  EXPECT_EQ(device_.runner.count({"rauc", "info"}), 0);
}

TEST_F(StickTest, TheSameStickAgainDoesNothing) {
  const fs::path mount = stick(1);
  apply(mount);
  const StickResult again = apply(mount);
  EXPECT_EQ(again.report.lines().at(0).kind, Kind::kNote);
  EXPECT_FALSE(again.restart);
  EXPECT_EQ(notice(), "import_done");
}

TEST_F(StickTest, AStickWithNothingForUsSaysSo) {
  EXPECT_EQ(apply(folder_ / "empty").report.lines().at(0).refusal->reason, Why::kNothingFound);
  EXPECT_EQ(notice(), "import_refused");
}

TEST_F(StickTest, ATechniciansFileAsksForTheRestartNow) {
  const fs::path mount = with_bundle(folder_ / "empty");
  write("empty/restart-now", "");
  EXPECT_EQ(apply(mount).restart, Wanted::kNow);
  device_.status("A", "1.3.0");
  EXPECT_EQ(apply(mount).restart, Wanted::kNow) << "installed and waiting: the file still hurries it";
}

TEST_F(StickTest, WithoutRaucsServiceEverythingElseWorks) {
  device_.runner.on({"rauc", "status", "--detailed"}, {.end = {1, "", "no service\n"}});
  const StickResult result = apply(with_bundle(stick(1)));
  EXPECT_EQ(result.report.lines().at(0).kind, Kind::kDone);
  EXPECT_EQ(result.report.lines().at(1).refusal->reason, Why::kUpdateFailed);
}

TEST_F(StickTest, ListsAndPassesMeetTheNewSettings) {
  const fs::path mount = stick(1);
  write(mount.filename().string() + "/passes/x.pass", "no pass");
  fs::remove(folder_ / "desk/terminal.json");  // the factory's: not needed any more
  const StickResult result = apply(mount);
  EXPECT_EQ(result.report.lines().at(1).refusal->detail, "1 of 1: cose_invalid 1");
  EXPECT_TRUE(fs::exists(folder_ / "device/passes.db"));
}

TEST_F(StickTest, TheReportCarriesTheTerminalsKeyToTheDesk) {
  EXPECT_EQ(apply(stick(1)).device.enrolment_key, "") << "nobody is enrolled there";
  terminal_["console"]["listen"] = "127.0.0.1";
  terminal_["enrolment"]["key"] = "../enrolment.key";
  write("desk/terminal.json", terminal_.dump());
  const StickResult result = apply(stick(2));
  const auto key = PrivateKey::load_pem(folder_ / "device/enrolment.key");
  ASSERT_TRUE(key) << key.error().message;
  EXPECT_EQ(result.device.enrolment_key, key->public_key().to_pem());
  const fs::path report = write("gate-report.txt", result.report.for_stick(result.device));
  const auto read_at_the_desk = read_p256_key_file(report);
  ASSERT_TRUE(read_at_the_desk) << read_at_the_desk.error().message;
  EXPECT_EQ(read_at_the_desk->key_id(), key->public_key().key_id());
  EXPECT_THAT(result.report.for_device(result.device), Not(HasSubstr("BEGIN")));
}

TEST_F(StickTest, ADeviceThatDoesNotKnowItsVersionTakesNothing) {
  const StickPlaces places{.mount = folder_ / "empty",
                           .data = folder_ / "device",
                           .factory = {},
                           .keyring = {},
                           .work = {},
                           .version = "",
                           .boot_id = ""};
  EXPECT_FALSE(apply_stick(places, rauc_, NoticeBoard(folder_ / "run", clock_), clock_));
}

TEST_F(StickTest, OfAFolderOfPassesNothingElseGoesOntoTheStick) {
  for (const char* name : {"desk/out/a.pass", "desk/out/venue-7.passes", "desk/out/report.csv", "desk/out/batch.state"})
    write(name, "content");
  StickContents contents;
  contents.passes = folder_ / "desk/out";
  ASSERT_TRUE(create_stick(folder_ / "folder", contents, kNow));
  EXPECT_TRUE(fs::exists(folder_ / "folder/passes/a.pass"));
  EXPECT_TRUE(fs::exists(folder_ / "folder/passes/venue-7.passes"));
  EXPECT_FALSE(fs::exists(folder_ / "folder/passes/report.csv")) << "it names visitors' tickets";
  EXPECT_FALSE(fs::exists(folder_ / "folder/passes/batch.state"));
  contents.passes = folder_ / "desk/out/venue-7.passes";
  ASSERT_TRUE(create_stick(folder_ / "file", contents, kNow));
  EXPECT_TRUE(fs::exists(folder_ / "file/passes/venue-7.passes"));
  contents.passes = folder_ / "desk/out/report.csv";
  EXPECT_FALSE(create_stick(folder_ / "report", contents, kNow));
}

TEST_F(StickTest, MakingOneRefusesWhatADeviceWould) {
  StickContents contents;
  contents.site =
      StickContents::Site{folder_ / "desk", 0, std::nullopt, folder_ / "update.key", folder_ / "update.pem"};
  EXPECT_FALSE(create_stick(folder_ / "zero", contents, kNow)) << "version 0";
  contents.site->version = 1;
  write("desk/my policy.json", "{}");
  EXPECT_FALSE(create_stick(folder_ / "blank", contents, kNow)) << "a blank in a name";
  fs::remove(folder_ / "desk/my policy.json");
  fs::create_symlink("/etc/hostname", folder_ / "desk/link");
  EXPECT_FALSE(create_stick(folder_ / "link", contents, kNow));
  fs::remove(folder_ / "desk/link");
  EXPECT_TRUE(create_stick(folder_ / "good", contents, kNow));
  EXPECT_FALSE(create_stick(folder_ / "good", contents, kNow)) << "never over one that is there";
}

}  // namespace
}  // namespace gate
