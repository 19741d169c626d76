#include "encoding/plain_text.h"

#include <gtest/gtest.h>

namespace gate {
namespace {

TEST(PlainText, WhatIsAroundATextGoesWhatIsInItStays) {
  EXPECT_EQ(trimmed(" \t\r\na b\n c\r\n"), "a b\n c");
  EXPECT_EQ(trimmed("a"), "a");
  EXPECT_EQ(trimmed(" \r\n"), "");
  EXPECT_EQ(trimmed(""), "");
  EXPECT_EQ(trimmed(" a\n ", " \t"), "a\n");
}

TEST(PlainText, WhiteSpaceGoesFromEverywhere) {
  EXPECT_EQ(without_white_space(" TW\tFu\r\n\r\n"), "TWFu");
  EXPECT_EQ(without_white_space(""), "");
}

TEST(PlainText, ABareTextIsWithoutWhatIsAroundIt) {
  EXPECT_EQ(bare_text("\xEF\xBB\xBF\r\n a b \n"), "a b");
  EXPECT_EQ(bare_text("\xEF\xBB\xBF"), "");
}

TEST(PlainText, OneByteOrderMarkGoesAndOnlyFromTheFront) {
  EXPECT_EQ(without_byte_order_mark("\xEF\xBB\xBF\xEF\xBB\xBF"
                                    "a"),
            "\xEF\xBB\xBF"
            "a");
  EXPECT_EQ(without_byte_order_mark(" \xEF\xBB\xBF"), " \xEF\xBB\xBF");
  EXPECT_EQ(without_byte_order_mark("\xEF\xBB"), "\xEF\xBB");
}

}  // namespace
}  // namespace gate
