#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "certificates/eu_dcc/signer_certificate.h"
#include "encoding/bounded_file.h"
#include "signatures/private_key.h"
#include "unit/encoding/hex.h"
#include "unit/signatures/test_signer.h"

namespace gate {
namespace {

namespace fs = std::filesystem;

class KeyTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(::testing::TempDir()) / ::testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  // What the openssl tool writes for these arguments.
  std::string openssl(const std::string& arguments) const {
    const fs::path out = folder_ / "openssl.out";
    const int status = std::system(("openssl " + arguments + " > " + out.string() + " 2>/dev/null").c_str());
    EXPECT_EQ(status, 0) << arguments;
    return read_bounded_file(out, 64 * 1024).value();
  }

  fs::path folder_;
};

TEST_F(KeyTest, SavedKeyIsPrivateAndLoadsAgain) {
  const PrivateKey key = PrivateKey::create().value();
  const fs::path file = folder_ / "key.pem";
  ASSERT_TRUE(key.save_pem(file));
  struct stat status {};
  ASSERT_EQ(::stat(file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  const PrivateKey loaded = PrivateKey::load_pem(file).value();
  EXPECT_EQ(loaded.public_key().key_id(), key.public_key().key_id());
  const Bytes message = from_hex("0102");
  EXPECT_TRUE(key.public_key().verify(message, loaded.sign(message).value()));
}

TEST_F(KeyTest, AKeyIsNeverOverwritten) {
  const fs::path file = folder_ / "key.pem";
  ASSERT_TRUE(PrivateKey::create()->save_pem(file));
  const auto again = PrivateKey::create()->save_pem(file);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::kIo);
}

TEST_F(KeyTest, UnreadableKeysSayWhichFile) {
  const auto missing = PrivateKey::load_pem(folder_ / "missing.pem");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::kNotFound);
  std::ofstream(folder_ / "broken.pem") << "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
  const auto broken = PrivateKey::load_pem(folder_ / "broken.pem");
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().code, ErrorCode::kInvalidInput);
  EXPECT_NE(broken.error().message.find("broken.pem"), std::string::npos);
}

TEST_F(KeyTest, OnlyP256AndStrongRsaAreKeys) {
  const auto generated = [&](const std::string& options) {
    const fs::path file = folder_ / "generated.pem";
    openssl("genpkey " + options + " -out " + file.string());
    return std::pair(PrivateKey::load_pem(file), PublicKey::from_pem(openssl("pkey -pubout -in " + file.string())));
  };
  const auto p256 = generated("-algorithm EC -pkeyopt ec_paramgen_curve:P-256");
  EXPECT_TRUE(p256.first);
  ASSERT_TRUE(p256.second);
  EXPECT_EQ(p256.second->algorithm(), SignatureAlgorithm::kEs256);
  const auto rsa = generated("-algorithm RSA -pkeyopt rsa_keygen_bits:2048");
  EXPECT_EQ(rsa.first.error().code, ErrorCode::kUnsupported);
  EXPECT_EQ(rsa.second.value().algorithm(), SignatureAlgorithm::kPs256);
  EXPECT_FALSE(rsa.second->is_weak());
  EXPECT_TRUE(generated("-algorithm RSA -pkeyopt rsa_keygen_bits:1024").second.value().is_weak());
  for (const char* weak :
       {"-algorithm EC -pkeyopt ec_paramgen_curve:P-384", "-algorithm ED25519",
        "-algorithm EC -pkeyopt ec_paramgen_curve:secp256k1", "-algorithm RSA -pkeyopt rsa_keygen_bits:768"}) {
    const auto key = generated(weak);
    EXPECT_EQ(key.first.error().code, ErrorCode::kUnsupported) << weak;
    EXPECT_EQ(key.second.error().code, ErrorCode::kUnsupported) << weak;
  }
}

TEST_F(KeyTest, KeyIdIsTheHashOfTheSubjectPublicKeyInfo) {
  const PrivateKey key = PrivateKey::create().value();
  ASSERT_TRUE(key.save_pem(folder_ / "key.pem"));
  const std::string hash =
      openssl("pkey -in " + (folder_ / "key.pem").string() + " -pubout -outform DER | openssl dgst -sha256 -r");
  EXPECT_EQ(to_hex(key.public_key().key_id()), hash.substr(0, 16));
  EXPECT_EQ(PublicKey::from_pem(key.public_key().to_pem())->key_id(), key.public_key().key_id());
}

TEST_F(KeyTest, Ps256WantsExactlyItsSaltAndMaskHash) {
  const std::string key = (folder_ / "rsa.pem").string();
  openssl("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out " + key);
  std::ofstream(folder_ / "message") << "hello";
  const PublicKey public_key = PublicKey::from_pem(openssl("pkey -pubout -in " + key)).value();
  const auto holds = [&](const std::string& options) {
    const std::string signature =
        openssl("dgst -sha256 -sign " + key + " " + options + " " + (folder_ / "message").string());
    return public_key.verify(bytes_of("hello"), bytes_of(signature));
  };
  const std::string pss = "-sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:";
  EXPECT_TRUE(holds(pss + "32"));
  EXPECT_FALSE(holds(pss + "20"));
  EXPECT_FALSE(holds(pss + "32 -sigopt rsa_mgf1_md:sha1"));
  EXPECT_FALSE(holds(""));  // PKCS #1 v1.5
}

TEST_F(KeyTest, Ps256WantsItsLeadingZeros) {
  const TestSigner signer({.key = "RSA-2048"});
  const PublicKey key = *SignerCertificate::from_der(signer.certificate_der())->key;
  const Bytes message = from_hex("00");
  Bytes signature = signer.sign(message);
  while (signature[0] != 0) signature = signer.sign(message);  // the salt is random: one in 256
  EXPECT_TRUE(key.verify(message, signature));
  signature.erase(signature.begin());
  EXPECT_FALSE(key.verify(message, signature));
}

TEST_F(KeyTest, Es256WantsExactlySixtyFourBytes) {
  const PrivateKey key = PrivateKey::create().value();
  const Bytes message = from_hex("00");
  Bytes signature = key.sign(message).value();
  ASSERT_EQ(signature.size(), 64u);
  EXPECT_TRUE(key.public_key().verify(message, signature));
  signature.push_back(0);
  EXPECT_FALSE(key.public_key().verify(message, signature));
  signature.resize(63);
  EXPECT_FALSE(key.public_key().verify(message, signature));
  EXPECT_FALSE(key.public_key().verify(message, {}));
  EXPECT_FALSE(key.public_key().verify(message, Bytes(64)));
}

}  // namespace
}  // namespace gate
