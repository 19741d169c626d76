#include "encoding/base45.h"

#include <gtest/gtest.h>

#include <random>

namespace gate {
namespace {

std::string decoded(std::string_view text) {
  const Bytes bytes = decode_base45(text).value();
  return {bytes.begin(), bytes.end()};
}

TEST(Base45, DecodesTheExamplesOfRfc9285) {
  EXPECT_EQ(decoded("BB8"), "AB");
  EXPECT_EQ(decoded("%69 VD92EX0"), "Hello!!");
  EXPECT_EQ(decoded("UJCLQE7W581"), "base-45");
  EXPECT_EQ(decoded("QED8WEX0"), "ietf!");
  EXPECT_EQ(decoded(""), "");
  EXPECT_EQ(decode_base45("FGW"), (Bytes{0xff, 0xff}));
}

TEST(Base45, RefusesWhatIsNoEncoding) {
  // RFC 9285, 6: GGW is 65536; 5 is 3n+1 characters; :::, too large; lower case, comma and NUL are not in the alphabet.
  for (const std::string_view text :
       {std::string_view("GGW"), std::string_view("BB85"), std::string_view("5"), std::string_view(":::"),
        std::string_view("V5"), std::string_view("bb8"), std::string_view("BB,"), std::string_view("BB\0", 3),
        std::string_view("BB\xff")}) {
    const auto result = decode_base45(text);
    ASSERT_FALSE(result) << text;
    EXPECT_EQ(result.error().code, ErrorCode::kInvalidInput);
  }
  EXPECT_EQ(decode_base45("U4")->at(0), 210);
}

TEST(Base45, UndoesEveryEncoding) {
  std::mt19937 random(45);
  for (std::size_t size = 0; size < 300; ++size) {
    Bytes bytes(size);
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
    EXPECT_EQ(decode_base45(encode_base45(bytes)), bytes);
  }
}

}  // namespace
}  // namespace gate
