#include "config/json_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gate {
namespace {

using ::testing::HasSubstr;

std::string refusal(std::string_view text) {
  const auto parsed = parse_json(text);
  return parsed ? "accepted" : parsed.error().message;
}

TEST(ParseJson, RefusesAKeyThatIsThereTwice) {
  EXPECT_THAT(refusal(R"({"a": 1, "b": {"a": 2}, "a": 3})"), HasSubstr("\"a\" is there twice"));
  EXPECT_EQ(refusal(R"({"a": 1, "b": [{"a": 2}, {"a": 3}]})"), "accepted");
}

TEST(ParseJson, NamesLineAndColumnOfWhatIsNotJson) {
  EXPECT_THAT(refusal("{\n  \"a\": 1,\n}"), HasSubstr("line 3"));
  EXPECT_THAT(refusal("{\"a\": 1} x"), HasSubstr("parse error"));
  EXPECT_THAT(refusal("{\"a\": \"\xff\"}"), HasSubstr("UTF-8"));
  EXPECT_THAT(refusal(""), HasSubstr("parse error"));
}

TEST(ParseJson, HasCapsOnDepthLengthAndNumbers) {
  EXPECT_THAT(refusal(std::string(100'000, '[')), HasSubstr("nested deeper"));
  EXPECT_EQ(refusal(std::string(31, '[') + std::string(31, ']')), "accepted");
  EXPECT_THAT(refusal("\"" + std::string(kMaxConfigString + 1, 'a') + "\""), HasSubstr("longer than"));
  EXPECT_THAT(refusal("{\"" + std::string(kMaxConfigString + 1, 'a') + "\": 1}"), HasSubstr("longer than"));
  EXPECT_THAT(refusal("9223372036854775808"), HasSubstr("too large"));
  EXPECT_THAT(refusal("1e999"), HasSubstr("overflow"));
  EXPECT_THAT(refusal(std::string(kMaxConfigBytes + 1, ' ')), HasSubstr("too large"));
}

TEST(ReadTextFile, NamesWhatCannotBeRead) {
  EXPECT_EQ(read_text_file("/no/such/file.json").error().code, ErrorCode::kNotFound);
  EXPECT_THAT(read_text_file("/dev/zero").error().message, HasSubstr("/dev/zero: is not a regular file"));
  EXPECT_THAT(read_text_file(GATE_SOURCE_DIR).error().message, HasSubstr("is not a regular file"));
}

}  // namespace
}  // namespace gate
