#include "encoding/new_file.h"

#include <gtest/gtest.h>

#include <fstream>

#include "encoding/bounded_file.h"
#include "fakes/temporary_folder.h"

namespace gate {
namespace {

namespace fs = std::filesystem;

class NewFileTest : public ::testing::Test {
 protected:
  std::ptrdiff_t files() const {
    return std::distance(fs::directory_iterator(folder_.path()), fs::directory_iterator());
  }

  TemporaryFolder folder_;
  const fs::path place_ = folder_.path() / "key.pem";
};

TEST_F(NewFileTest, IsThereOnceItIsWholeAndItsOwnersAlone) {
  NewFile file(place_);
  file.write(bytes_of("first, "));
  file.write(bytes_of("second"));
  EXPECT_FALSE(fs::exists(place_)) << "a power cut now leaves no half of it";
  ASSERT_TRUE(file.finish());
  EXPECT_EQ(read_bounded_file(place_, 100).value(), "first, second");
  EXPECT_EQ(file.bytes(), 13U);
  EXPECT_EQ(fs::status(place_).permissions(), static_cast<fs::perms>(0600));
  EXPECT_EQ(files(), 1);
}

TEST_F(NewFileTest, NeverTakesAnothersPlace) {
  for (const char* text : {"mine", "yours"}) {
    NewFile file(place_);
    file.write(bytes_of(text));
    const Status finished = file.finish();
    ASSERT_EQ(finished.has_value(), std::string_view(text) == "mine");
    EXPECT_EQ(finished ? ErrorCode::kIo : finished.error().code, ErrorCode::kIo);
  }
  EXPECT_EQ(read_bounded_file(place_, 100).value(), "mine");
  EXPECT_EQ(files(), 1);
}

TEST_F(NewFileTest, WhatIsNotFinishedIsGone) {
  { NewFile(place_).write(bytes_of("half")); }
  EXPECT_EQ(files(), 0);
}

TEST_F(NewFileTest, APowerCutsRestIsNoObstacle) {
  { std::ofstream(place_.string() + ".new") << "half of a key"; }
  NewFile file(place_);
  file.write(bytes_of("key"));
  ASSERT_TRUE(file.finish());
  EXPECT_EQ(read_bounded_file(place_, 100).value(), "key");
  EXPECT_EQ(files(), 1);
}

}  // namespace
}  // namespace gate
