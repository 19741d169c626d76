#include "update/stick_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace gate {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Why = StickReason;

const StickReport::Device kDevice{"gate-terminal-amd64", "1.2.0", "A",
                                  std::chrono::sys_days{std::chrono::year{2026} / 11 / 25}, ""};

TEST(StickReason, EachHasACodeOfItsOwnAMeaningAndAnAdvice) {
  std::set<std::string_view> codes;
  for (int i = 0; i <= static_cast<int>(Why::kDataFull); ++i) {
    const auto reason = static_cast<Why>(i);
    EXPECT_TRUE(codes.insert(to_string(reason)).second) << to_string(reason);
    EXPECT_TRUE(meaning_of(reason).ends_with('.')) << to_string(reason);
    EXPECT_TRUE(advice_for(reason).ends_with('.')) << to_string(reason);
  }
}

TEST(StickReport, SaysWhatWasDoneAndWhatWasNotAndWhatToDo) {
  StickReport report;
  report.done("Passes taken: 3.");
  report.refused("update x.raucb", {Why::kBundleOlder, "version 1.0.0; at least 1.2.0"});
  const std::string text = report.for_stick(kDevice);
  EXPECT_THAT(text, HasSubstr("gate-terminal-amd64, version 1.2.0, slot A"));
  EXPECT_THAT(text, HasSubstr("2026-11-25T00:00:00.000Z"));
  EXPECT_THAT(text, HasSubstr("NOT EVERYTHING"));
  EXPECT_THAT(text, HasSubstr("[done]     Passes taken: 3."));
  EXPECT_THAT(text, HasSubstr("[refused]  update x.raucb: The update is older"));
  EXPECT_THAT(text, HasSubstr("bundle_older"));
  EXPECT_THAT(text, HasSubstr(std::string(advice_for(Why::kBundleOlder))));
}

TEST(StickReport, EveryLineEndsForWindowsAndIsPlainText) {
  StickReport report;
  report.refused("update", {Why::kUpdateFailed, "bad\nnews\x1b[31m\xff"});
  const std::string text = report.for_stick(kDevice);
  for (std::size_t i = 0; i < text.size(); ++i) {
    EXPECT_TRUE(text[i] != '\n' || text[i - 1] == '\r') << i;
    EXPECT_TRUE(text[i] == '\r' || text[i] == '\n' || (text[i] >= ' ' && text[i] <= '~')) << static_cast<int>(text[i]);
  }
}

TEST(StickReport, FileNamesStayOnTheStick) {
  StickReport report;
  report.refused("passes", {Why::kPassesRefused, "1 of 1: expired 1"}, {"ana.pass: expired"});
  EXPECT_THAT(report.for_stick(kDevice), HasSubstr("ana.pass"));
  EXPECT_THAT(report.for_device(kDevice), Not(HasSubstr("ana")));
  EXPECT_THAT(report.for_device(kDevice), HasSubstr("1 of 1: expired 1"));
}

TEST(StickReport, AThousandNamesAreNotListed) {
  StickReport report;
  report.refused("passes", {Why::kPassesRefused, ""}, std::vector<std::string>(1000, "x.pass: expired"));
  EXPECT_LT(report.for_stick(kDevice).size(), 5000U);
  EXPECT_THAT(report.for_stick(kDevice), HasSubstr("and 950 more"));
}

TEST(StickReport, TellsWhatHappenedSinceTheLastStick) {
  StickReport::Device device = kDevice;
  device.news = "one\ntwo\n";
  const std::string text = StickReport().for_stick(device);
  EXPECT_THAT(text, HasSubstr("[earlier]  one\r\n[earlier]  two\r\n"));
  EXPECT_THAT(text, HasSubstr("everything on the stick was taken"));
}

TEST(StickReport, NamesOfHostileFileSystemsAreShownPlainly) {
  EXPECT_EQ(shown_name("/m/a\x1b[0m\nb.pass"), "a?[0m?b.pass");
  EXPECT_LE(shown_name("/m/" + std::string(250, 'x')).size(), 63U);
}

}  // namespace
}  // namespace gate
