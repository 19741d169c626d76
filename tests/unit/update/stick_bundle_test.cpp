#include "update/stick_bundle.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "fakes/fake_clock.h"
#include "fakes/temporary_folder.h"
#include "unit/update/scripted_rauc.h"

namespace gate {
namespace {

namespace fs = std::filesystem;
using Outcome = StickBundle::Outcome;
using Why = StickReason;

class StickBundleTest : public ::testing::Test {
 protected:
  StickBundleTest() {
    fs::create_directories(folder_ / "run");
    std::ofstream(bundle_) << "a bundle";
  }
  Judged<Outcome> take() {
    const StickBundle::Device device{rauc_.slots().value(), SemanticVersion::parse("1.2.0").value(), "this run"};
    return StickBundle({rauc_, update_, notices_, clock_}, device).take(bundle_);
  }
  void expect_refused(const Judged<Outcome>& taken, Why reason) {
    ASSERT_FALSE(taken);
    EXPECT_EQ(to_string(taken.error().reason), to_string(reason)) << taken.error().detail;
    EXPECT_FALSE(update_.pending());
  }
  nlohmann::json notice() const { return nlohmann::json::parse(std::ifstream(folder_ / "run/notice.json")); }

  TemporaryFolder folder_;
  fs::path bundle_ = folder_ / "x.raucb";
  FakeClock clock_;
  ScriptedRauc device_;
  Rauc rauc_{device_.runner, "/keyring.pem"};
  UpdateFolder update_ = UpdateFolder::open(folder_ / "update").value();
  NoticeBoard notices_{folder_ / "run", clock_};
};

TEST_F(StickBundleTest, ANewerOneIsInstalledAndLeavesItsMarker) {
  EXPECT_EQ(take(), Outcome::kInstalled);
  ASSERT_TRUE(update_.pending());
  EXPECT_EQ(update_.pending()->version, "1.3.0");
  EXPECT_EQ(update_.pending()->slot, "B");
  EXPECT_EQ(update_.pending()->installed_at, clock_.wall_now());
  EXPECT_EQ(update_.pending()->boot_id, "this run");
  EXPECT_EQ(notice()["kind"], "update_running");
  EXPECT_EQ(notice()["text"], "Update 1.3.0: 100 %, Installing done.");
}

TEST_F(StickBundleTest, TheMarkerIsThereWhileItIsInstalled) {
  std::optional<PendingUpdate> seen;
  device_.runner.on({"rauc", "install"}, {.end = {}, .takes = {}, .meanwhile = [&] {
                                            seen = update_.pending();
                                            device_.status("A", "1.3.0");
                                          }});
  EXPECT_EQ(take(), Outcome::kInstalled);
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->slot, "B");
  EXPECT_FALSE(seen->installed_at);
}

TEST_F(StickBundleTest, TheRunningVersionAndOneThatWaitsForItsRestartAreAlreadyInstalled) {
  device_.offer("1.2.0");
  EXPECT_EQ(take(), Outcome::kAlreadyInstalled);
  device_.offer("1.3.0");
  EXPECT_EQ(take(), Outcome::kInstalled);
  EXPECT_EQ(take(), Outcome::kAlreadyInstalled);
  EXPECT_EQ(device_.runner.count({"rauc", "install"}), 1);
}

TEST_F(StickBundleTest, TheSlotToFallBackToStaysAsItIsDuringTheSelfTest) {
  ASSERT_TRUE(update_.write_pending({"1.2.0", "A", clock_.wall_now(), "the run before"}));
  const auto taken = take();
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().reason, Why::kUpdateBusy);
  EXPECT_EQ(device_.runner.count({"rauc", "install"}), 0);
  EXPECT_EQ(update_.pending()->version, "1.2.0");
}

TEST_F(StickBundleTest, OneOlderThanTheFloorIsRefused) {
  device_.offer("1.1.9");
  expect_refused(take(), Why::kBundleOlder);  // no floor yet: the running version is
  ASSERT_TRUE(update_.raise_floor(SemanticVersion::parse("1.4.0-rc.2").value()));
  device_.offer("1.4.0-rc.1");
  expect_refused(take(), Why::kBundleOlder);
  device_.offer("1.4.0-rc.2");
  EXPECT_EQ(take(), Outcome::kInstalled);
  EXPECT_EQ(device_.runner.count({"rauc", "install"}), 1);
}

TEST_F(StickBundleTest, OtherHardwareAndNoVersionAreRefusedBeforeAnythingIsInstalled) {
  device_.offer("1.3.0", "gate-terminal-arm64");
  expect_refused(take(), Why::kBundleOtherHardware);
  device_.offer("newest");
  expect_refused(take(), Why::kBundleVersionUnusable);
  device_.runner.on({"rauc", "info"},
                    {.end = {1, "", "signature verification failed: Verify error: self-signed certificate\n"}});
  expect_refused(take(), Why::kBundleUntrusted);
  device_.runner.on({"rauc", "info"},
                    {.end = {1, "", "Invalid bundle format: Signature size (9) exceeds bundle size\n"}});
  expect_refused(take(), Why::kBundleDamaged);
  EXPECT_EQ(device_.runner.count({"rauc", "install"}), 0);
}

TEST_F(StickBundleTest, AStickThatIsGoneIsNotADamagedUpdate) {
  const ScriptedProcessRunner::Script failing{
      .end = {1, "LastError: Installation error: Failed updating slot rootfs.1: Input/output error\n", ""}};
  device_.runner.on({"rauc", "install"}, failing);
  expect_refused(take(), Why::kBundleDamaged);
  fs::remove(bundle_);
  expect_refused(take(), Why::kStickPulled);
}

TEST_F(StickBundleTest, AStickThatShowsOneUpdateAndInstallsAnotherIsFoundOut) {
  device_.runner.on({"rauc", "install"}, {.end = {}, .takes = {}, .meanwhile = [&] { device_.status("A", "1.0.0"); }});
  expect_refused(take(), Why::kUpdateFailed);
  EXPECT_EQ(device_.runner.count({"rauc", "status", "mark-active", "booted"}), 1)
      << "the running slot starts next time";
}

TEST_F(StickBundleTest, BundlesAreFoundByNameAndMacOssShadowsAreNone) {
  for (const char* name : {"b.raucb", "._x.raucb", "c.RAUCB.txt"}) std::ofstream(folder_ / name) << "";
  EXPECT_EQ(bundles_on(folder_.path()), (std::vector<fs::path>{folder_ / "b.raucb", folder_ / "x.raucb"}));
}

}  // namespace
}  // namespace gate
