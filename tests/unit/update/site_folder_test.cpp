#include "update/site_folder.h"

#include <gmock/gmock.h>

#include "signatures/detached_signature.h"
#include "unit/update/site_fixture.h"

namespace gate {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using Outcome = SiteFolder::Outcome;
using Why = StickReason;

class SiteFolderTest : public SiteFixture {
 protected:
  Judged<Outcome> take(const fs::path& stick) const { return site_.take(stick / "gate-site", kNow); }
  /// Takes version 5, which every test here then tries to replace.
  void SetUp() override { ASSERT_EQ(take(stick(5)), Outcome::kTaken); }

  void expect_refused(const Judged<Outcome>& taken, Why reason) const {
    ASSERT_FALSE(taken);
    EXPECT_EQ(to_string(taken.error().reason), to_string(reason)) << taken.error().detail;
    EXPECT_EQ(site_.in_force()->version, 5) << "what was in force stays";
    EXPECT_TRUE(fs::exists(folder_ / "device/site/policies/rule.json"));
    EXPECT_FALSE(fs::exists(folder_ / "device/site.new")) << "nothing is left behind";
  }

  SiteFolder site_{{folder_ / "device/site", folder_ / "update-ca.pem", kCompatible}};
};

TEST_F(SiteFolderTest, SignedSettingsReplaceTheOldOnesAsAWhole) {
  write("desk/policies/second.json", read(folder_ / "desk/policies/rule.json"));
  fs::remove(folder_ / "desk/policies/rule.json");
  terminal_["policy"] = "policies/second.json";
  write("desk/terminal.json", terminal_.dump());
  EXPECT_EQ(take(stick(6)), Outcome::kTaken);
  EXPECT_EQ(site_.in_force()->version, 6);
  EXPECT_TRUE(fs::exists(folder_ / "device/site/policies/second.json"));
  EXPECT_FALSE(fs::exists(folder_ / "device/site/policies/rule.json"));
  EXPECT_FALSE(fs::exists(folder_ / "device/site.new"));
}

TEST_F(SiteFolderTest, TheSameAgainIsNothingNew) { EXPECT_EQ(take(folder_ / "stick1"), Outcome::kAlreadyInForce); }

TEST_F(SiteFolderTest, OlderOnesAndOthersOfTheSameVersionAreRefused) {
  expect_refused(take(stick(4)), Why::kSiteOlder);
  write("desk/policies/more.json", read(folder_ / "desk/policies/rule.json"));
  expect_refused(take(stick(5)), Why::kSiteOlder);
}

TEST_F(SiteFolderTest, AnotherVenuesSignatureIsRefused) {
  const UpdateKeys thief;
  write("update.pem", thief.signer.certificate_pem());
  write("update.key", private_key_pem(thief.signer));
  expect_refused(take(stick(6)), Why::kSiteUntrusted);
}

TEST_F(SiteFolderTest, AManifestThatWasEditedOrHasNoSignatureIsRefused) {
  fs::path made = stick(6);
  write(made.filename().string() + "/gate-site/manifest.json", read(made / "gate-site/manifest.json") + " ");
  expect_refused(take(made), Why::kSiteUntrusted);
  made = stick(6);
  fs::remove(made / "gate-site/manifest.p7s");
  expect_refused(take(made), Why::kSiteUntrusted);
  made = stick(6);
  fs::remove(made / "gate-site/manifest.json");
  expect_refused(take(made), Why::kSiteDamaged);
}

TEST_F(SiteFolderTest, AFileThatIsMissingChangedLongerOrALinkIsRefused) {
  const std::string policy = read(folder_ / "desk/policies/rule.json");
  const auto broken = [&](const std::function<void(const fs::path&)>& damage) {
    const fs::path made = stick(6);
    damage(made / "gate-site/policies/rule.json");
    expect_refused(take(made), Why::kSiteDamaged);
  };
  broken([](const fs::path& file) { fs::remove(file); });
  broken([&](const fs::path& file) { std::ofstream(file) << policy << ' '; });
  broken([&](const fs::path& file) {
    std::string changed = policy;
    changed.back() ^= 1;
    std::ofstream(file) << changed;
  });
  broken([&](const fs::path& file) {
    fs::remove(file);
    fs::create_symlink(folder_ / "desk/policies/rule.json", file);
  });
  broken([&](const fs::path& file) {
    fs::remove_all(file.parent_path());
    fs::create_directory_symlink(folder_ / "desk/policies", file.parent_path());
  });
}

TEST_F(SiteFolderTest, FilesThatAreNotListedAreNotTaken) {
  const fs::path made = stick(6);
  std::ofstream(made / "gate-site/trust/enrolment-authorities/mine.pem") << authority_.public_key().to_pem();
  EXPECT_EQ(take(made), Outcome::kTaken);
  EXPECT_FALSE(fs::exists(folder_ / "device/site/trust/enrolment-authorities/mine.pem"));
}

TEST_F(SiteFolderTest, OtherHardwaresAreRefusedAndThoseForAllAreNot) {
  expect_refused(take(stick(6, "gate-terminal-arm64")), Why::kSiteOtherHardware);
  EXPECT_EQ(take(stick(6, kCompatible)), Outcome::kTaken);
}

TEST_F(SiteFolderTest, SettingsATerminalCouldNotRunWithAreRefused) {
  const auto refused = [&](const nlohmann::json& patch, const std::string& why) {
    nlohmann::json changed = terminal_;
    changed.merge_patch(patch);
    write("desk/terminal.json", changed.dump());
    const auto taken = take(stick(6));
    expect_refused(taken, Why::kSiteUnusable);
    EXPECT_THAT(taken ? "" : taken.error().detail, HasSubstr(why));
  };
  refused({{"camera", {{"kind", "kinect"}}}}, "kinect");
  refused({{"policy", "policies/none.json"}}, "none.json");
  refused({{"recognition", {{"curve", "curve.json"}}}}, "curve.json");
  refused({{"rules", {{"directory", "rules"}, {"country", "DE"}}}}, "rules");
  refused({{"store", {{"database", "passes.db"}}}}, "/store/database");
  refused({{"audit", {{"directory", "x/../audit"}}}}, "/audit/directory");
  refused({{"console", {{"listen", "127.0.0.1"}}}, {"enrolment", {{"key", "enrolment.key.pem"}}}}, "/enrolment/key");
  refused({{"console", {{"listen", "127.0.0.1"}, {"directory", "console"}}}}, "/console/directory");
  refused({{"store", {{"trust_directory", "../trust"}}}}, "/store/trust_directory");
  write("desk/trust/eu-dcc/list.json", "{}");
  refused(nlohmann::json::object(), "list.json");
}

TEST_F(SiteFolderTest, WhatAPowerCutLeftIsClearedAway) {
  write("device/site.new/trust/old", "half");
  EXPECT_EQ(take(stick(6)), Outcome::kTaken);
  EXPECT_FALSE(fs::exists(folder_ / "device/site/trust/old"));
}

TEST_F(SiteFolderTest, ListsAreAsOldAsTheSignatureNotAsTheStick) {
  EXPECT_EQ(take(stick(6)), Outcome::kTaken);
  const auto written = fs::last_write_time(folder_ / "device/site/trust/enrolment-authorities/venue.pem");
  EXPECT_EQ(std::chrono::file_clock::to_sys(written), kNow);
}

}  // namespace
}  // namespace gate
