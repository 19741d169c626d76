#include "signatures/jws.h"

#include <gtest/gtest.h>

#include "encoding/base64.h"
#include "signatures/jwk.h"

namespace gate {
namespace {

// RFC 7515, A.3: ES256.
constexpr const char* kExample =
    "eyJhbGciOiJFUzI1NiJ9."
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

PublicKey example_key() {
  return Jwk::read({{"kty", "EC"},
                    {"crv", "P-256"},
                    {"x", "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"},
                    {"y", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}})
      .value()
      .key;
}

std::string with_header(const std::string& header) { return encode_base64url(bytes_of(header)) + ".AAAA.AAAA"; }

TEST(Jws, TheExampleOfRfc7515Holds) {
  auto message = read_compact_jws(kExample);
  ASSERT_TRUE(message) << message.error().message;
  EXPECT_EQ(message->algorithm, "ES256");
  EXPECT_EQ(message->key_id, "");
  EXPECT_EQ(message->payload.size(), 70u);
  EXPECT_TRUE(verify_jws(*message, example_key()));
  message->algorithm = "HS256";
  EXPECT_FALSE(verify_jws(*message, example_key()));
}

TEST(Jws, NoOtherSignatureHolds) {
  auto message = read_compact_jws(kExample).value();
  message.signature.push_back(0);
  EXPECT_FALSE(verify_jws(message, example_key()));
  message.signature.resize(63);
  EXPECT_FALSE(verify_jws(message, example_key()));
  message.signature.assign(64, 0);
  EXPECT_FALSE(verify_jws(message, example_key()));
  message = read_compact_jws(kExample).value();
  message.signing_input[30] ^= 1;
  EXPECT_FALSE(verify_jws(message, example_key()));
}

TEST(Jws, ReadsTheHeader) {
  const auto message = read_compact_jws(with_header(R"({"alg":"ES256","kid":"k","zip":"DEF","typ":"JWT"})"));
  ASSERT_TRUE(message) << message.error().message;
  EXPECT_EQ(message->key_id, "k");
  EXPECT_EQ(message->compression, "DEF");
}

TEST(Jws, RefusesWhatIsMalformed) {
  for (const std::string& text :
       {std::string(), std::string("."), std::string(".."), std::string("a.b"), std::string(kExample) + ".x",
        std::string(kExample) + "=", std::string(kExample) + "\n", with_header("[]"), with_header("{"),
        with_header(R"({"alg":1})"), with_header(R"({"alg":"a","alg":"b"})"), with_header(R"({"crit":["x"]})"),
        with_header("{\"kid\":\"" + std::string(5000, 'k') + "\"}")}) {
    EXPECT_FALSE(read_compact_jws(text)) << text.substr(0, 60);
  }
}

}  // namespace
}  // namespace gate
