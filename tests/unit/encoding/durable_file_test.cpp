#include "encoding/durable_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "encoding/bounded_file.h"
#include "fakes/temporary_folder.h"

namespace gate {
namespace {

namespace fs = std::filesystem;

class DurableFile : public ::testing::Test {
 protected:
  fs::perms mode() const { return fs::status(file_).permissions(); }

  TemporaryFolder folder_;
  const fs::path file_ = folder_.path() / "state";
};

TEST_F(DurableFile, HoldsTheNewestTextAloneAndLeavesNothingBeside) {
  ASSERT_TRUE(replace_durably(file_, "a long first text"));
  ASSERT_TRUE(replace_durably(file_, "short"));
  EXPECT_EQ(read_bounded_file(file_, 100).value(), "short");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_.path()), fs::directory_iterator()), 1);
}

TEST_F(DurableFile, IsItsOwnersAloneWhereItMustBe) {
  const mode_t before = ::umask(0022);
  ASSERT_TRUE(replace_durably(file_, "x"));
  EXPECT_EQ(mode(), static_cast<fs::perms>(0644));
  ASSERT_TRUE(replace_durably(file_, "x", ReadableBy::kOwner));
  EXPECT_EQ(mode(), static_cast<fs::perms>(0600));
  ::umask(before);
}

TEST_F(DurableFile, IsDatedAsToldAndNeverWrittenIntoALink) {
  ASSERT_TRUE(replace_durably(folder_ / "in use", "in use"));
  fs::create_hard_link(folder_ / "in use", file_);
  const WallTime dated{std::chrono::seconds{1'600'000'000}};
  ASSERT_TRUE(write_durably(file_, "new", dated));
  EXPECT_EQ(read_bounded_file(folder_ / "in use", 100).value(), "in use");
  EXPECT_EQ(fs::last_write_time(file_), std::chrono::file_clock::from_sys(dated));
}

TEST_F(DurableFile, NamesTheFileWhoseFolderIsMissing) {
  const Status replaced = replace_durably(folder_ / "nowhere/state", "x");
  ASSERT_FALSE(replaced);
  EXPECT_EQ(replaced.error().code, ErrorCode::kIo);
  EXPECT_NE(replaced.error().message.find("nowhere/state"), std::string::npos);
}

TEST_F(DurableFile, ABareNameLiesInTheWorkingFolder) { EXPECT_TRUE(sync_folder(fs::path("state").parent_path())); }

TEST_F(DurableFile, RemovingWhatIsNotThereIsNoError) {
  ASSERT_TRUE(replace_durably(file_, "x"));
  EXPECT_TRUE(remove_durably(file_));
  EXPECT_TRUE(remove_durably(file_));
  EXPECT_FALSE(fs::exists(file_));
}

}  // namespace
}  // namespace gate
