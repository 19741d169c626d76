#include "update/update_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "fakes/temporary_folder.h"

namespace gate {
namespace {

using ::testing::HasSubstr;

SemanticVersion version(const char* text) { return SemanticVersion::parse(text).value(); }

class UpdateFolderTest : public ::testing::Test {
 protected:
  TemporaryFolder temporary_;
  UpdateFolder folder_ = UpdateFolder::open(temporary_ / "update").value();
};

TEST_F(UpdateFolderTest, TheFloorIsRaisedAndNeverLowered) {
  EXPECT_EQ(folder_.floor(version("1.0.0")), version("1.0.0"));
  ASSERT_TRUE(folder_.raise_floor(version("1.2.0")));
  ASSERT_TRUE(folder_.raise_floor(version("1.1.0")));
  EXPECT_EQ(UpdateFolder::open(temporary_ / "update")->floor(version("0.1.0")), version("1.2.0"));
}

TEST_F(UpdateFolderTest, ALostFloorIsTheRunningVersion) {
  std::ofstream(temporary_ / "update/floor") << "\x00\xff";
  EXPECT_EQ(folder_.floor(version("1.5.0")), version("1.5.0"));
  ASSERT_TRUE(folder_.raise_floor(version("1.5.0")));
  EXPECT_EQ(folder_.floor(version("0.1.0")), version("1.5.0"));
}

TEST_F(UpdateFolderTest, ThePendingUpdateIsKeptAndCleared) {
  EXPECT_FALSE(folder_.pending());
  const WallTime at = std::chrono::sys_days{std::chrono::year{2026} / 11 / 25};
  ASSERT_TRUE(folder_.write_pending({"1.3.0", "B", at, "a run"}));
  EXPECT_EQ(folder_.pending()->installed_at, at);
  ASSERT_TRUE(folder_.write_pending({"1.3.0", "B", std::nullopt, "a run"}));
  EXPECT_FALSE(folder_.pending()->installed_at);
  ASSERT_TRUE(folder_.clear_pending());
  ASSERT_TRUE(folder_.clear_pending());
  EXPECT_FALSE(folder_.pending());
  for (const char* text : {"", "{}", "[]", R"({"version": 3, "slot": "B"})"}) {
    std::ofstream(temporary_ / "update/pending.json") << text;
    EXPECT_FALSE(folder_.pending()) << text;
  }
}

TEST_F(UpdateFolderTest, NewsGatherForTheNextStickAndStandUnderTheLastReport) {
  ASSERT_TRUE(folder_.write_last_report("report\r\n"));
  ASSERT_TRUE(folder_.add_news("one"));
  ASSERT_TRUE(folder_.add_news("two"));
  EXPECT_EQ(folder_.news(), "one\ntwo\n");
  EXPECT_THAT(folder_.last_report(), HasSubstr("report\r\n[later]    one\r\n"));
  for (int i = 0; i < 500; ++i) ASSERT_TRUE(folder_.add_news(std::string(100, 'x') + std::to_string(i)));
  EXPECT_LE(folder_.news().size(), 4096U);
  EXPECT_TRUE(folder_.news().ends_with("499\n"));
  ASSERT_TRUE(folder_.clear_news());
  EXPECT_EQ(folder_.news(), "");
}

TEST_F(UpdateFolderTest, AFolderThatCannotBeMadeIsAnError) {
  std::ofstream(temporary_ / "file") << "";
  EXPECT_FALSE(UpdateFolder::open(temporary_ / "file/update"));
}

}  // namespace
}  // namespace gate
