#include "signatures/jwk.h"

#include <gtest/gtest.h>

namespace gate {
namespace {

using nlohmann::json;

// RFC 7517, A.1, first key.
json example() {
  return {{"kty", "EC"},
          {"crv", "P-256"},
          {"x", "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4"},
          {"y", "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"},
          {"kid", "1"}};
}

TEST(Jwk, ReadsTheExampleOfRfc7517) {
  const auto jwk = Jwk::read(example());
  ASSERT_TRUE(jwk) << jwk.error().message;
  EXPECT_EQ(jwk->key_id, "1");
  EXPECT_EQ(jwk->key.algorithm(), SignatureAlgorithm::kEs256);
}

TEST(Jwk, RefusesOtherCurvesPointsAndMalformedMembers) {
  json p384 = example();
  p384["crv"] = "P-384";
  EXPECT_EQ(Jwk::read(p384).error().code, ErrorCode::kUnsupported);
  json off_curve = example();
  off_curve["x"] = off_curve["y"];
  EXPECT_EQ(Jwk::read(off_curve).error().code, ErrorCode::kInvalidInput);
  json short_x = example();
  short_x["x"] = "AAAA";
  EXPECT_FALSE(Jwk::read(short_x));
  json number = example();
  number["y"] = 5;
  EXPECT_FALSE(Jwk::read(number));
  EXPECT_FALSE(Jwk::read(json::array()));
  EXPECT_FALSE(Jwk::read(json()));
}

TEST(JwkThumbprint, IsThatOfASmartHealthCardIssuer) {
  // The first key of the specification's example issuer: its kid is its thumbprint.
  const json key{{"kty", "EC"},
                 {"crv", "P-256"},
                 {"x", "11XvRWy1I2S0EyJlyf_bWfw_TQ5CJJNLw78bHXNxcgw"},
                 {"y", "eZXwxvO1hvCY0KucrPfKo7yAyMT6Ajc3N7OkAB6VYy8"}};
  EXPECT_EQ(jwk_thumbprint(key), "3Kfdg-XwP-7gXyywtUfUADwBumDOPKMQx-iELL11W9s");
  EXPECT_FALSE(jwk_thumbprint(json{{"kty", "EC"}}));
}

}  // namespace
}  // namespace gate
