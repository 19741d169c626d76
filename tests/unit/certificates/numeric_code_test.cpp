#include "certificates/smart_health_card/numeric_code.h"

#include <gtest/gtest.h>

namespace gate {
namespace {

TEST(NumericCode, ReadsTheExampleOfTheSpecification) {
  const auto code = read_numeric_code("shc:/567629595326546034602925");  // the beginning of its first example
  ASSERT_TRUE(code) << code.error().message;
  EXPECT_EQ(code->characters, "eyJhbGciOiJF");
  EXPECT_EQ(code->index, 1);
  EXPECT_EQ(code->total, 1);
}

TEST(NumericCode, ReadsEveryCharacterOfAJws) {
  EXPECT_EQ(read_numeric_code("shc:/0001")->characters, "-.");
  EXPECT_EQ(read_numeric_code("shc:/77")->characters, "z");
  EXPECT_EQ(read_numeric_code("shc:/2/3/50")->characters, "_");
  EXPECT_EQ(read_numeric_code("shc:/2/3/50")->index, 2);
  EXPECT_EQ(read_numeric_code("shc:/2/3/50")->total, 3);
}

TEST(NumericCode, RefusesWhatIsMalformed) {
  for (const char* text :
       {"", "shc:/", "shc:/1", "shc:/78", "shc:/99", "shc:/1a", "shc:/ 12", "SHC:/12", "shc:12", "shc:/1/12",
        "shc:/0/1/12", "shc:/a/1/12", "shc:/1/99/12", "shc:/1/2/3/12", "shc://12", "shc:/1/1/", "shc:/-1/2/12"}) {
    const auto code = read_numeric_code(text);
    ASSERT_FALSE(code) << text;
    EXPECT_EQ(code.error().code, ErrorCode::kInvalidInput) << text;
  }
}

TEST(NumericCode, RefusesWhatIsTooLong) {
  const auto digits = [](std::size_t characters) { return std::string(2 * characters, '1'); };
  EXPECT_TRUE(read_numeric_code("shc:/" + digits(kMaxSingleCharacters)));
  EXPECT_EQ(read_numeric_code("shc:/" + digits(kMaxSingleCharacters + 1)).error().code, ErrorCode::kUnsupported);
  EXPECT_TRUE(read_numeric_code("shc:/1/2/" + digits(kMaxChunkCharacters)));
  EXPECT_EQ(read_numeric_code("shc:/1/2/" + digits(kMaxChunkCharacters + 1)).error().code, ErrorCode::kUnsupported);
}

TEST(NumericCode, ChunksAreJoinedInWhateverOrder) {
  EXPECT_EQ(join_numeric_codes({{2, 3, "b"}, {3, 3, "c"}, {1, 3, "a"}}), "abc");
  EXPECT_EQ(join_numeric_codes({{1, 1, "a"}}), "a");
}

TEST(NumericCode, ChunksMustBeAllThereOnceAndAgree) {
  EXPECT_FALSE(join_numeric_codes({}));
  EXPECT_FALSE(join_numeric_codes({{1, 3, "a"}, {3, 3, "c"}}));
  EXPECT_FALSE(join_numeric_codes({{1, 2, "a"}, {1, 2, "a"}, {2, 2, "b"}}));
  EXPECT_FALSE(join_numeric_codes({{1, 2, "a"}, {2, 3, "b"}}));
  EXPECT_FALSE(join_numeric_codes({{1, 2, "a"}, {3, 2, "b"}}));
  EXPECT_FALSE(join_numeric_codes({{2, 1, "a"}}));
}

}  // namespace
}  // namespace gate
