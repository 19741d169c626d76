#include "encoding/bounded_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace gate {
namespace {

using ::testing::HasSubstr;

TEST(ReadBoundedFile, NamesWhatCannotBeRead) {
  EXPECT_EQ(read_bounded_file("/no/such/file.json", 10).error().code, ErrorCode::kNotFound);
  EXPECT_THAT(read_bounded_file("/dev/zero", 10).error().message, HasSubstr("/dev/zero: is not a regular file"));
  EXPECT_THAT(read_bounded_file(GATE_SOURCE_DIR, 10).error().message, HasSubstr("is not a regular file"));
}

TEST(ReadBoundedFile, TakesUpToItsLimit) {
  const auto file = std::filesystem::path(::testing::TempDir()) / "bounded_file_test";
  std::ofstream(file) << "0123456789";
  EXPECT_EQ(read_bounded_file(file, 10).value(), "0123456789");
  EXPECT_THAT(read_bounded_file(file, 9).error().message, HasSubstr("is larger than 9 bytes"));
  std::filesystem::remove(file);
}

}  // namespace
}  // namespace gate
