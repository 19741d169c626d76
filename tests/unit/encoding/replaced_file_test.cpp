#include "encoding/replaced_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "encoding/bounded_file.h"
#include "fakes/temporary_folder.h"

namespace gate {
namespace {

namespace fs = std::filesystem;

class ReplacedFile : public ::testing::Test {
 protected:
  TemporaryFolder folder_;
  const fs::path file_ = folder_.path() / "status.json";
};

TEST_F(ReplacedFile, HoldsTheNewestTextAloneAndLeavesNothingBeside) {
  ASSERT_TRUE(replace_file(file_, "a long first text"));
  ASSERT_TRUE(replace_file(file_, "short"));
  EXPECT_EQ(read_bounded_file(file_, 100).value(), "short");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_.path()), fs::directory_iterator()), 1);
}

TEST_F(ReplacedFile, AReaderOfTheOldOneReadsItToItsEnd) {
  ASSERT_TRUE(replace_file(file_, "the old text"));
  std::ifstream reader(file_);
  ASSERT_TRUE(replace_file(file_, "new"));
  std::string text;
  std::getline(reader, text);
  EXPECT_EQ(text, "the old text");
}

TEST_F(ReplacedFile, IsReadableForOthersWhateverTheUmask) {
  const mode_t before = ::umask(0077);
  const Status replaced = replace_file(file_, "x");
  ::umask(before);
  ASSERT_TRUE(replaced);
  EXPECT_EQ(fs::status(file_).permissions(), static_cast<fs::perms>(0644));
}

TEST_F(ReplacedFile, NamesTheFileWhoseFolderIsMissing) {
  const Status replaced = replace_file(folder_.path() / "nowhere/status.json", "x");
  ASSERT_FALSE(replaced);
  EXPECT_EQ(replaced.error().code, ErrorCode::kIo);
  EXPECT_NE(replaced.error().message.find("nowhere/status.json"), std::string::npos);
}

}  // namespace
}  // namespace gate
