#include "encoding/utf8.h"

#include <gtest/gtest.h>

namespace gate {
namespace {

TEST(Utf8, CountsCharactersNotBytes) {
  EXPECT_EQ(utf8_characters(""), 0U);
  EXPECT_EQ(utf8_characters("A.B."), 4U);
  EXPECT_EQ(utf8_characters("\u00e9\u65e5\U0001f600"), 3U) << "of two, three and four bytes";
}

TEST(Utf8, HasNoOverlongFormsNoSurrogatesAndAnEnd) {
  EXPECT_TRUE(is_utf8(bytes_of("\U0010ffff")));
  EXPECT_FALSE(is_utf8(bytes_of("\xc0\xaf")));
  EXPECT_FALSE(is_utf8(bytes_of("\xed\xa0\x80")));
  EXPECT_FALSE(is_utf8(bytes_of("\xf4\x90\x80\x80")));
  EXPECT_FALSE(is_utf8(bytes_of("\xe6\x97")));
}

}  // namespace
}  // namespace gate
