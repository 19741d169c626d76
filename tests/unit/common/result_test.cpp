#include "common/result.h"

#include <gmock/gmock.h>

#include <set>

namespace gate {
namespace {

Result<int> read_width(bool broken) {
  if (broken) return fail(ErrorCode::kInvalidInput, "width: must be above 0");
  return 640;
}

Result<int> read_camera(bool broken) {
  auto width = read_width(broken);
  if (!width) return fail(std::move(width.error()), "camera");
  return *width * 2;
}

TEST(Result, CarriesTheValue) { EXPECT_EQ(read_camera(false).value(), 1280); }

TEST(Result, ErrorKeepsItsCodeAndGainsContextOnTheWayUp) {
  const auto result = read_camera(true);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kInvalidInput);
  EXPECT_EQ(result.error().message, "camera: width: must be above 0");
}

TEST(Result, EveryCodeHasItsOwnName) {
  std::set<std::string_view> names;
  int codes = 0;
  for (auto code = ErrorCode::kInvalidInput; code <= ErrorCode::kInternal; code = ErrorCode(int(code) + 1), ++codes) {
    names.insert(to_string(code));
  }
  EXPECT_EQ(names.size(), codes);
  EXPECT_EQ(to_string(ErrorCode::kEndOfStream), "end_of_stream");
}

}  // namespace
}  // namespace gate
