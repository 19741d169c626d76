// A technician's stick on a device, with the built gatectl and the real RAUC: taken, refused, confirmed.
#include <gmock/gmock.h>

#include <functional>
#include <random>
#include <thread>

#include "end_to_end/update/real_rauc.h"
#include "fakes/program.h"
#include "unit/update/site_fixture.h"

namespace gate {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kHardware = "gate-terminal-amd64";

class StickDay : public SiteFixture {
 protected:
  void SetUp() override {
    if (const auto why = RealRauc::missing()) GTEST_SKIP() << *why;
    write("etc/version", "1.2.0\n");
    for (const char* folder : {"run", "work", "usb", "device"}) fs::create_directories(folder_ / folder);
    rauc_.emplace(folder_.path());
  }

  Ended gatectl(const std::string& command, const std::string& more = "") const {
    const auto in = [&](const char* name) { return (folder_ / name).string(); };
    return run_command(std::string(GATE_BINARY_DIR) + "/bin/gatectl " + command + " --data " + in("device") +
                       " --run " + in("run") + " --keyring " + in("update-ca.pem") + " --version-file " +
                       in("etc/version") + " --factory-config " + in("desk/terminal.json") + " " + more);
  }
  Ended apply() const {
    return gatectl("stick apply", "--mount " + (folder_ / "usb").string() + " --work " + (folder_ / "work").string() +
                                      " --report " + (folder_ / "report.txt").string() + " --restart-file " +
                                      (folder_ / "restart").string());
  }
  void put(const fs::path& bundle) const { fs::rename(bundle, folder_ / "usb/update.raucb"); }
  std::string report() const { return read(folder_ / "report.txt"); }

  void expect_refused(const std::string& code) const {
    const std::string before = rauc_->slot_content("b");
    const Ended ended = apply();
    EXPECT_EQ(ended.status, 1) << ended.output;
    EXPECT_THAT(report(), HasSubstr("Code:       " + code + "\r\n"));
    EXPECT_EQ(rauc_->boot_variable("ORDER"), "A B") << "the running slot starts next";
    EXPECT_EQ(rauc_->slot_content("b") == before, true) << "nothing was written";
    EXPECT_FALSE(fs::exists(folder_ / "device/update/pending.json"));
    EXPECT_FALSE(fs::exists(folder_ / "restart"));
  }

  /// Writes a good terminal's status until the action is over.
  Ended while_reporting(const std::function<Ended()>& action) {
    std::jthread terminal([&](const std::stop_token& stop) {
      for (int i = 0; !stop.stop_requested(); ++i) {
        const nlohmann::json status{{"pid", ::getpid()}, {"state", "idle"},   {"at", std::to_string(i)},
                                    {"camera", "good"},  {"gate_io", "good"}, {"recognition", "good"}};
        write("run/status.new", status.dump());
        fs::rename(folder_ / "run/status.new", folder_ / "run/status.json");
        std::this_thread::sleep_for(std::chrono::milliseconds{500});
      }
    });
    return action();
  }

  std::optional<RealRauc> rauc_;
};

TEST_F(StickDay, AnUpdateWithSettingsIsTakenAndProvesItselfAfterTheRestart) {
  put(rauc_->bundle("new.raucb", "1.3.0", kHardware, "update"));
  fs::rename(stick(1) / "gate-site", folder_ / "usb/gate-site");
  write("usb/restart-now", "");
  const Ended applied = apply();
  ASSERT_EQ(applied.status, 0) << applied.output << report();
  EXPECT_THAT(report(), HasSubstr("gate-terminal-amd64, version 1.2.0, slot A"));
  EXPECT_THAT(report(), HasSubstr("[done]     Settings, version 1"));
  EXPECT_THAT(report(), HasSubstr("[done]     The update update.raucb is installed in slot B."));
  EXPECT_THAT(rauc_->slot_content("b"), ::testing::StartsWith("1.3.0"));
  EXPECT_EQ(rauc_->boot_variable("ORDER"), "B A");
  EXPECT_EQ(read(folder_ / "restart"), "now\n");
  const std::string pending = read(folder_ / "device/update/pending.json");
  EXPECT_THAT(pending, HasSubstr(R"("slot":"B","version":"1.3.0")"));
  std::string boot_id = read("/proc/sys/kernel/random/boot_id");
  boot_id.pop_back();
  EXPECT_THAT(pending, HasSubstr(R"("boot_id":")" + boot_id + "\""));

  const Ended restart = while_reporting(
      [&] { return gatectl("update restart-when-idle", "--restart-file " + (folder_ / "restart").string()); });
  EXPECT_EQ(restart.status, 0) << restart.output;

  rauc_->boot("B");
  write("etc/version", "1.3.0\n");
  const Ended confirmed = while_reporting([&] { return gatectl("update confirm"); });
  EXPECT_EQ(confirmed.status, 0) << confirmed.output;
  EXPECT_EQ(rauc_->boot_variable("B_OK"), "1");
  EXPECT_EQ(rauc_->boot_variable("B_TRY"), "0");
  EXPECT_EQ(read(folder_ / "device/update/floor"), "1.3.0\n");
  EXPECT_FALSE(fs::exists(folder_ / "device/update/pending.json"));

  fs::remove_all(folder_ / "usb/gate-site");
  put(rauc_->bundle("old.raucb", "1.2.9", kHardware, "update"));
  EXPECT_EQ(apply().status, 1);
  EXPECT_THAT(report(), HasSubstr("bundle_older"));
  EXPECT_THAT(report(), HasSubstr("[earlier]  The update to version 1.3.0 started and passed its self-test."));
  EXPECT_EQ(rauc_->boot_variable("ORDER"), "B A");
}

TEST_F(StickDay, TheVersionThatRunsIsNotInstalledAgain) {
  put(rauc_->bundle("same.raucb", "1.2.0", kHardware, "update"));
  EXPECT_EQ(apply().status, 0);
  EXPECT_THAT(report(), HasSubstr("already installed, nothing was done"));
  EXPECT_EQ(rauc_->boot_variable("ORDER"), "A B");
}

TEST_F(StickDay, AnUpdateOfAnotherVenueIsRefused) {
  const UpdateKeys thief;
  write("thief.pem", thief.signer.certificate_pem());
  write("thief.key", private_key_pem(thief.signer));
  put(rauc_->bundle("x.raucb", "1.3.0", kHardware, "thief"));
  expect_refused("bundle_untrusted");
}

TEST_F(StickDay, OneForOtherHardwareIsRefused) {
  put(rauc_->bundle("x.raucb", "1.3.0", "gate-terminal-arm64", "update"));
  expect_refused("bundle_other_hardware");
}

TEST_F(StickDay, OneThatIsOlderOrHasNoVersionIsRefused) {
  put(rauc_->bundle("x.raucb", "1.2.0-rc.1", kHardware, "update"));
  expect_refused("bundle_older");
  put(rauc_->bundle("y.raucb", "next", kHardware, "update"));
  expect_refused("bundle_version_unusable");
}

TEST_F(StickDay, OneThatIsCutShortOrChangedAnywhereIsRefused) {
  const std::string whole = read(rauc_->bundle("x.raucb", "1.3.0", kHardware, "update"));
  for (const std::size_t size : {std::size_t{0}, std::size_t{7}, whole.size() / 2, whole.size() - 1}) {
    write("usb/update.raucb", whole.substr(0, size));
    expect_refused("bundle_damaged");
  }
  std::mt19937 random(1);  // NOLINT(cert-msc32-c,cert-msc51-cpp): the same every run
  for (int i = 0; i < 8; ++i) {
    std::string changed = whole;
    changed[random() % (whole.size() / 2)] ^= 1;  // the payload; a byte of the signature is a matter of luck's wording
    write("usb/update.raucb", changed);
    expect_refused("bundle_damaged");
  }
}

TEST_F(StickDay, TwoOfThemAreRefused) {
  put(rauc_->bundle("x.raucb", "1.3.0", kHardware, "update"));
  fs::copy_file(folder_ / "usb/update.raucb", folder_ / "usb/second.raucb");
  expect_refused("several_bundles");
}

TEST_F(StickDay, ASystemThatIsNotOnTrialIsMarkedGoodWithoutItsCamera) {
  EXPECT_EQ(rauc_->boot_variable("A_TRY"), "1");
  EXPECT_EQ(while_reporting([&] { return gatectl("update confirm"); }).status, 0);
  EXPECT_EQ(rauc_->boot_variable("A_TRY"), "0");
  EXPECT_EQ(read(folder_ / "device/update/floor"), "1.2.0\n");
}

}  // namespace
}  // namespace gate
