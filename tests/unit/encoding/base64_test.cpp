#include "encoding/base64.h"

#include <gtest/gtest.h>

#include <random>

#include "encoding/base32.h"

namespace gate {
namespace {

std::string text_of(const Result<Bytes>& bytes) {
  return bytes ? std::string(bytes->begin(), bytes->end()) : "refused: " + bytes.error().message;
}

TEST(Base64, DecodesTheVectorsOfRfc4648) {
  EXPECT_EQ(text_of(decode_base64("")), "");
  EXPECT_EQ(text_of(decode_base64("Zg==")), "f");
  EXPECT_EQ(text_of(decode_base64("Zm9vYg==")), "foob");
  EXPECT_EQ(text_of(decode_base64("Zm9vYmE=")), "fooba");
  EXPECT_EQ(text_of(decode_base64url("Zm9vYg")), "foob");
  EXPECT_EQ(decode_base64url("-_8"), (Bytes{0xfb, 0xff}));
  EXPECT_EQ(decode_base64("+/8="), (Bytes{0xfb, 0xff}));
}

TEST(Base64, RefusesWhatIsNoEncoding) {
  for (const std::string_view text : {"Z", "Zm9vY", "Zg=", "Zh==", "+/8", "Zm 9", "Zg===", "-_8="}) {
    EXPECT_FALSE(decode_base64(text)) << text;
  }
  for (const std::string_view text : {"Z", "Zg==", "Zh", "+_8", "Zm9v\n"}) EXPECT_FALSE(decode_base64url(text)) << text;
}

TEST(Base64, TakesEitherSpellingWhereAsked) {
  for (const std::string_view text : {"-_8", "+/8", "+/8=", "-_8="}) {
    EXPECT_EQ(decode_any_base64(text), (Bytes{0xfb, 0xff})) << text;
  }
  EXPECT_FALSE(decode_any_base64("+_8"));
}

TEST(Base64, UndoesEveryEncoding) {
  std::mt19937 random(64);
  for (std::size_t size = 0; size < 200; ++size) {
    Bytes bytes(size);
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
    EXPECT_EQ(decode_base64(encode_base64(bytes)), bytes);
    EXPECT_EQ(decode_base64url(encode_base64url(bytes)), bytes);
  }
}

TEST(Base32, DecodesTheVectorsOfRfc4648) {
  EXPECT_EQ(text_of(decode_base32("MZXW6YTBOI======")), "foobar");
  EXPECT_EQ(text_of(decode_base32("MZXW6YTB")), "fooba");
  EXPECT_EQ(text_of(decode_base32("MZXW6YQ")), "foob");
  EXPECT_EQ(text_of(decode_base32("MY")), "f");
}

TEST(Base32, RefusesWhatIsNoEncoding) {
  for (const std::string_view text : {"M", "MZX", "MZXW6Y", "mzxw", "M1", "MZ"})
    EXPECT_FALSE(decode_base32(text)) << text;
}

}  // namespace
}  // namespace gate
