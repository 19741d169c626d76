#include "encoding/canonical_json.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>

#include "encoding/json_text.h"

namespace gate {
namespace {

using nlohmann::json;

std::string canonical(std::string_view text) { return canonical_json(parse_json(text).value()).value(); }

// RFC 8785, 3.2.2 and 3.2.4.
TEST(CanonicalJson, WritesTheRfcsSample) {
  EXPECT_EQ(canonical(R"({
    "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
    "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
    "literals": [null, true, false]
  })"),
            "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
            "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
}

// RFC 8785, 3.2.3: by UTF-16 units, in which the emoji comes before the Hebrew letter.
TEST(CanonicalJson, SortsMembersByUtf16Units) {
  const std::string sorted = canonical(R"({
    "\u20ac": 5, "\r": 1, "\ufb33": 7, "1": 2, "\ud83d\ude00": 6, "\u0080": 3, "\u00f6": 4, "": 0
  })");
  EXPECT_EQ(sorted, "{\"\":0,\"\\r\":1,\"1\":2,\"\xc2\x80\":3,\"ö\":4,\"€\":5,\"😀\":6,\"\xef\xac\xb3\":7}");
  EXPECT_EQ(canonical(R"({"ab": 3, "a": 1, "B": 0, "aa": 2})"), R"({"B":0,"a":1,"aa":2,"ab":3})");
}

// RFC 8785, appendix B.
TEST(CanonicalJson, WritesNumbersAsTheRfcsTableSays) {
  const std::pair<std::uint64_t, const char*> table[] = {
      {0x0000000000000000, "0"},
      {0x8000000000000000, "0"},
      {0x0000000000000001, "5e-324"},
      {0x8000000000000001, "-5e-324"},
      {0x7fefffffffffffff, "1.7976931348623157e+308"},
      {0xffefffffffffffff, "-1.7976931348623157e+308"},
      {0x4340000000000000, "9007199254740992"},
      {0xc340000000000000, "-9007199254740992"},
      {0x4430000000000000, "295147905179352830000"},
      {0x44b52d02c7e14af5, "9.999999999999997e+22"},
      {0x44b52d02c7e14af6, "1e+23"},
      {0x44b52d02c7e14af7, "1.0000000000000001e+23"},
      {0x444b1ae4d6e2ef4e, "999999999999999700000"},
      {0x444b1ae4d6e2ef4f, "999999999999999900000"},
      {0x444b1ae4d6e2ef50, "1e+21"},
      {0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"},
      {0x3eb0c6f7a0b5ed8d, "0.000001"},
      {0x41b3de4355555553, "333333333.3333332"},
      {0x41b3de4355555554, "333333333.33333325"},
      {0x41b3de4355555555, "333333333.3333333"},
      {0x41b3de4355555556, "333333333.3333334"},
      {0x41b3de4355555557, "333333333.33333343"},
      {0xbecbf647612f3696, "-0.0000033333333333333333"},
      {0x43143ff3c1cb0959, "1424953923781206.2"},
  };
  for (const auto& [bits, text] : table) {
    EXPECT_EQ(canonical_json(std::bit_cast<double>(bits)), text) << std::hex << bits;
  }
}

TEST(CanonicalJson, WritesWholeNumbersAsDoublesToo) {
  EXPECT_EQ(canonical("[0, -0, 1, -1, 10, 100, 1.0, 1e2, 1e20]"), "[0,0,1,-1,10,100,1,100,100000000000000000000]");
  EXPECT_EQ(canonical("9007199254740993"), "9007199254740992");
}

TEST(CanonicalJson, RefusesWhatJsonCannotHold) {
  EXPECT_FALSE(canonical_json(std::nan("")));
  EXPECT_FALSE(canonical_json({std::numeric_limits<double>::infinity()}));
  EXPECT_FALSE(canonical_json(json::binary({1, 2})));
  EXPECT_FALSE(canonical_json("\xff"));
  EXPECT_FALSE(canonical_json({{"\xed\xa0\x80", 1}}));
  EXPECT_FALSE(canonical_json(json(json::value_t::discarded)));
}

TEST(CanonicalJson, IsItsOwnCanonicalForm) {
  for (const char* text : {"{}", "[]", "[[],{}]", "\"\"", "null", R"({"a":[1,{"b":"\u001f\u007f/ü"}]})"}) {
    const std::string once = canonical(text);
    EXPECT_EQ(canonical(once), once);
  }
}

}  // namespace
}  // namespace gate
