#include "update/rauc.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/update/scripted_rauc.h"

namespace gate {
namespace {

using ::testing::ElementsAre;
using Why = StickReason;

TEST(Rauc, ReadsWhatVersion18Prints) {
  const auto info = read_bundle_info(kRaucInfo);
  ASSERT_TRUE(info) << info.error().message;
  EXPECT_EQ(info->compatible, "gate-terminal-amd64");
  EXPECT_EQ(info->version, "1.2.0");
  const auto slots = read_slots(kRaucStatus);
  ASSERT_TRUE(slots) << slots.error().message;
  EXPECT_EQ(slots->compatible, "gate-terminal-amd64");
  EXPECT_EQ(slots->booted, "A");
  EXPECT_EQ(slots->other, "B");
  EXPECT_EQ(slots->other_version, "1.2.0");
}

TEST(Rauc, AnotherFormIsAnErrorAndNeverAGuess) {
  for (const char* text :
       {"", "null", "[]", "{}", R"({"compatible": 3})", R"({"compatible": "x", "slots": [3, {}, {"a": 4}]})",
        R"({"compatible": "x", "slots": [{"a": {"bootname": "A", "slot_status": {"bundle": null}}}]})"})
    EXPECT_FALSE(read_slots(text)) << text;
  for (const char* text : {"", "null", "[]", "{}", R"({"compatible": 3})", R"({"version": "1.2.3"})"})
    EXPECT_FALSE(read_bundle_info(text)) << text;
}

// Word for word what rauc 1.8 said here to bundles that were damaged on purpose.
TEST(Rauc, ItsFailuresAreToldApart) {
  const std::vector<std::pair<std::string, Why>> said{
      {"signature verification failed: Verify error: unable to get local issuer certificate", Why::kBundleUntrusted},
      {"signature verification failed: Verify error: self-signed certificate", Why::kBundleUntrusted},
      {"Bundle format 'plain' not allowed", Why::kBundleUntrusted},
      {"Invalid bundle format: Signature size (6602126482739465260) exceeds bundle size", Why::kBundleDamaged},
      {"Invalid bundle format: Failed to seek to end of bundle: Error seeking in file: Invalid argument",
       Why::kBundleDamaged},
      {"signature verification failed: error:1700009E:CMS routines::verification failure", Why::kBundleDamaged},
      {"signature verification failed: error:0200008A:rsa routines::invalid padding", Why::kBundleUntrusted},
      {"Installation error: Compatible mismatch: Expected 'gate-terminal-amd64' but bundle manifest has 'other-board'",
       Why::kBundleOtherHardware},
      {"Failed GDBus.Error:org.gtk.GDBus.UnmappedGError.Quark._g_2dio_2derror_2dquark.Code30: Already processing a "
       "different method",
       Why::kUpdateBusy},
      {"Installation error: Failed updating slot rootfs.1: Slot (100 bytes) is too small for image (200 bytes).",
       Why::kBundleTooLarge},
      {"No such file: /run/gate-stick/sdb1/x.raucb", Why::kStickPulled},
      {"Failed GDBus.Error:org.freedesktop.DBus.Error.ServiceUnknown: The name de.pengutronix.rauc was not provided",
       Why::kUpdateFailed}};
  for (const auto& [text, reason] : said) EXPECT_EQ(reason_of_rauc(text), reason) << text;
}

TEST(Rauc, ProgressIsTold) {
  ScriptedProcessRunner runner;
  runner.on({"rauc", "install"}, {.end = {0, kRaucInstallOutput, ""}});
  std::vector<std::string> steps;
  const auto done = Rauc(runner, "/k.pem").install("/m/x.raucb", [&](int percent, std::string_view step) {
    steps.push_back(std::to_string(percent) + " " + std::string(step));
  });
  EXPECT_TRUE(done);
  EXPECT_THAT(runner.ran, ElementsAre(ElementsAre("rauc", "install", "/m/x.raucb")));
  EXPECT_THAT(steps, ElementsAre("0 Installing", "20 Checking bundle", "99 Copying image to rootfs.1 done.",
                                 "100 Installing done."));
}

TEST(Rauc, ItsLastErrorIsTheDetail) {
  ScriptedProcessRunner runner;
  runner.on({"rauc", "install"}, {.end = {1,
                                          "installing\n100% Installing failed.\nLastError: Installation error: "
                                          "Compatible mismatch: Expected 'a'\nidle\n",
                                          "Installing `/m/x.raucb` failed\n"}});
  const auto done = Rauc(runner, "/k.pem").install("/m/x.raucb", {});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().reason, Why::kBundleOtherHardware);
  EXPECT_EQ(done.error().detail, "Installation error: Compatible mismatch: Expected 'a'");
}

TEST(Rauc, BusyIsSaidOnStandardErrorAlone) {
  ScriptedProcessRunner runner;
  runner.on({"rauc", "install"}, {.end = {2, "",
                                          "Failed GDBus.Error:x.Code30: Already processing a different method\n"
                                          "D-Bus error while installing `/m/x.raucb`\n"}});
  const auto done = Rauc(runner, "/k.pem").install("/m/x.raucb", {});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().reason, Why::kUpdateBusy);
  EXPECT_EQ(done.error().detail, "Failed GDBus.Error:x.Code30: Already processing a different method");
}

TEST(Rauc, MarksBySlotOfItsOwnNaming) {
  ScriptedProcessRunner runner;
  runner.on({"rauc", "status"}, {.end = {}});
  Rauc rauc(runner, "/k.pem");
  EXPECT_TRUE(rauc.mark_booted_good());
  EXPECT_TRUE(rauc.mark_booted_bad());
  EXPECT_TRUE(rauc.keep_booted());
  EXPECT_THAT(runner.ran, ElementsAre(ElementsAre("rauc", "status", "mark-good", "booted"),
                                      ElementsAre("rauc", "status", "mark-bad", "booted"),
                                      ElementsAre("rauc", "status", "mark-active", "booted")));
  runner.on({"rauc", "status"}, {.end = {1, "", "no service\n"}});
  EXPECT_FALSE(rauc.mark_booted_good());
}

}  // namespace
}  // namespace gate
