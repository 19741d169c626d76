#include "signatures/ecdsa_key.h"

#include <gtest/gtest.h>

#include "signatures/public_key.h"
#include "unit/signatures/test_signer.h"

namespace gate {
namespace {

const Bytes kMessage{1, 2, 3};

TEST(EcdsaKey, VerifiesWithTheHashThatIsNamedOnEveryCurveOfIcao) {
  for (const char* curve : {"P-256", "P-384", "P-521", "brainpoolP256r1", "brainpoolP384r1", "brainpoolP512r1"}) {
    const TestSigner signer({.key = curve});
    const EcdsaKey key = EcdsaKey::from_openssl(signer.key()).value();
    const Bytes signature = signer.sign(kMessage, "SHA384");
    EXPECT_TRUE(key.verify(kMessage, signature, EcdsaHash::kSha384)) << curve;
    EXPECT_FALSE(key.verify(kMessage, signature, EcdsaHash::kSha256)) << curve;
    EXPECT_FALSE(key.verify(Bytes{1, 2}, signature, EcdsaHash::kSha384)) << curve;
    for (std::size_t i = 0; i < signature.size(); i += 7) {
      Bytes changed = signature;
      changed[i] ^= 1;
      EXPECT_FALSE(key.verify(kMessage, changed, EcdsaHash::kSha384)) << curve << " byte " << i;
    }
  }
}

TEST(EcdsaKey, WantsBothNumbersInFull) {
  const TestSigner signer({.key = "P-521"});
  const EcdsaKey key = EcdsaKey::from_openssl(signer.key()).value();
  Bytes signature = signer.sign(kMessage);
  ASSERT_EQ(signature.size(), 132u);
  signature.push_back(0);
  EXPECT_FALSE(key.verify(kMessage, signature, EcdsaHash::kSha256));
  signature.resize(131);
  EXPECT_FALSE(key.verify(kMessage, signature, EcdsaHash::kSha256));
  EXPECT_FALSE(key.verify(kMessage, {}, EcdsaHash::kSha256));
  EXPECT_FALSE(key.verify(kMessage, Bytes(132), EcdsaHash::kSha256));
}

TEST(EcdsaKey, OtherKeysAreUnsupported) {
  for (const char* kind : {"RSA-2048", "P-224", "secp256k1"}) {
    const auto key = EcdsaKey::from_openssl(TestSigner({.key = kind}).key());
    ASSERT_FALSE(key) << kind;
    EXPECT_EQ(key.error().code, ErrorCode::kUnsupported);
  }
}

TEST(EcdsaKey, WhatItTakesMoreThanPublicKeyStaysOutOfPublicKey) {
  for (const char* curve : {"P-384", "P-521", "brainpoolP256r1"})
    EXPECT_FALSE(PublicKey::from_openssl(TestSigner({.key = curve}).key())) << curve;
}

}  // namespace
}  // namespace gate
