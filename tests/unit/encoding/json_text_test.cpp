#include "encoding/json_text.h"

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
  EXPECT_THAT(refusal("\"" + std::string(JsonLimits{}.text + 1, 'a') + "\""), HasSubstr("longer than"));
  EXPECT_THAT(refusal("{\"" + std::string(JsonLimits{}.text + 1, 'a') + "\": 1}"), HasSubstr("longer than"));
  EXPECT_THAT(refusal("9223372036854775808"), HasSubstr("too large"));
  EXPECT_THAT(refusal("1e999"), HasSubstr("overflow"));
  EXPECT_THAT(refusal(std::string(JsonLimits{}.bytes + 1, ' ')), HasSubstr("too large"));
}

TEST(LooksLikeJson, ByItsFirstCharacter) {
  for (const char* text : {"{", "[1]", " \t\r\n{}", "\xEF\xBB\xBF [", "{ no json at all"})
    EXPECT_TRUE(looks_like_json(text)) << text;
  for (const char* text : {"", " \r\n", "\"a\"", "1", "x{", "\xEF\xBB{"}) EXPECT_FALSE(looks_like_json(text)) << text;
}

TEST(ParseJson, CountsItems) {
  const JsonLimits few{.items = 10};
  EXPECT_TRUE(parse_json("[1,2,3,4,5,6,7,8,9]", few));
  EXPECT_FALSE(parse_json("[1,2,3,4,5,6,7,8,9,10]", few));
  EXPECT_TRUE(parse_json(R"({"a":1,"b":{"c":{"d":[]}}})", few));
  EXPECT_FALSE(parse_json(R"({"a":1,"b":{"c":{"d":[2,3]}}})", few));
  std::string many = "[";
  for (int i = 0; i < 30; ++i) many += "1,";
  EXPECT_THAT(parse_json(many + "1]", few).error().message, HasSubstr("more than 10 items"));
}

}  // namespace
}  // namespace gate
