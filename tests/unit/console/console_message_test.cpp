#include "console/console_message.h"

#include <gtest/gtest.h>

namespace gate {
namespace {

TEST(CookieValue, IsFoundAmongOthers) {
  EXPECT_EQ(cookie_value("__Host-gate=abc", "__Host-gate"), "abc");
  EXPECT_EQ(cookie_value("a=1; __Host-gate=abc; b=2", "__Host-gate"), "abc");
  EXPECT_EQ(cookie_value("a=1;__Host-gate=x=y", "__Host-gate"), "x=y");
}

TEST(CookieValue, IsEmptyWhenItIsNotThereOrTwice) {
  for (const char* header : {"", ";", "; ;", "__Host-gate", "__Host-gateway=abc", "x__Host-gate=abc", "=",
                             "__Host-gate=", "__Host-gate=a; __Host-gate=b"})
    EXPECT_EQ(cookie_value(header, "__Host-gate"), "") << header;
}

TEST(SameOrigin, TakesOurOwnPageAlone) {
  EXPECT_TRUE(is_same_origin("https://192.0.2.7:8443", "192.0.2.7:8443"));
  EXPECT_TRUE(is_same_origin("https://gate-terminal.local:8443", "Gate-Terminal.local:8443"));
  for (const char* origin : {"", "null", "http://192.0.2.7:8443", "https://192.0.2.7",
                             "https://192.0.2.7:8443.evil.example", "https://evil.example", "192.0.2.7:8443"})
    EXPECT_FALSE(is_same_origin(origin, "192.0.2.7:8443")) << origin;
  EXPECT_FALSE(is_same_origin("https://", ""));
}

}  // namespace
}  // namespace gate
