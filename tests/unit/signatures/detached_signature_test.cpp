#include "signatures/detached_signature.h"

#include <gtest/gtest.h>

#include <fstream>

#include "fakes/program.h"
#include "fakes/temporary_folder.h"
#include "unit/update/update_keys.h"

namespace gate {
namespace {

constexpr WallTime kNow = std::chrono::sys_days{std::chrono::year{2026} / 11 / 25};
const std::string kContent = "{\"type\": \"gate-site\"}\n";

class DetachedSignature : public ::testing::Test {
 protected:
  Bytes sign(const TestSigner& signer, const std::string& content = kContent) const {
    return make_detached_signature(content, signer.certificate_pem(), private_key_pem(signer)).value();
  }
  Status verify(const Bytes& signature, const std::string& content = kContent, WallTime now = kNow) const {
    return verify_detached_signature(content, signature, keys_.authority.certificate_pem(), now);
  }
  TestSigner another(const std::vector<std::pair<std::string, std::string>>& extensions,
                     const std::string& certified_with = "SHA256",
                     const std::string& not_after = "20390101000000Z") const {
    return TestSigner({.not_after = not_after,
                       .country = "XX",
                       .name = "other",
                       .serial = 3,
                       .issued_by = &keys_.authority,
                       .extensions = extensions,
                       .certified_with = certified_with});
  }

  UpdateKeys keys_;
  TemporaryFolder folder_;
};

TEST_F(DetachedSignature, WhatTheVenuesKeySignedIsGenuine) {
  const auto genuine = verify(sign(keys_.signer));
  EXPECT_TRUE(genuine) << genuine.error().message;
}

TEST_F(DetachedSignature, AnotherContentIsNot) {
  for (const std::string& other : {std::string(), kContent + " ", kContent.substr(1), "x" + kContent.substr(1)})
    EXPECT_FALSE(verify(sign(keys_.signer), other)) << other;
}

TEST_F(DetachedSignature, NobodyElsesCertificateIsBelieved) {
  const UpdateKeys thief;  // the same names, other keys
  const auto refused = verify(sign(thief.signer));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kUntrusted);
  EXPECT_FALSE(verify(sign(thief.authority)));
}

TEST_F(DetachedSignature, NorACertificateForAnotherPurposeOrTimeOrOfAWeakHash) {
  EXPECT_TRUE(verify(sign(another({{"keyUsage", "digitalSignature"}}))));
  EXPECT_FALSE(verify(sign(another({{"keyUsage", "keyEncipherment"}}))));
  EXPECT_FALSE(verify(sign(another({{"extendedKeyUsage", "serverAuth"}, {"keyUsage", "digitalSignature"}}))));
  EXPECT_FALSE(verify(sign(another({}, "SHA1"))));
  EXPECT_FALSE(verify(sign(another({}, "SHA256", "20260101000000Z"))));
  EXPECT_FALSE(verify(sign(keys_.signer), kContent, std::chrono::sys_days{std::chrono::year{2020} / 1 / 1}));
  EXPECT_FALSE(verify(sign(keys_.authority))) << "an authority certifies; it does not sign settings";
}

TEST_F(DetachedSignature, NoChangedByteOfItMakesItOneOverSomethingElse) {
  const Bytes signature = sign(keys_.signer);
  std::size_t passed = 0;
  for (std::size_t i = 0; i < signature.size(); ++i) {
    Bytes changed = signature;
    changed[i] ^= 0x01;
    passed += verify(changed) ? 1 : 0;
    EXPECT_FALSE(verify(changed, kContent + " ")) << i;
  }
  EXPECT_LT(passed, signature.size() / 10) << "CMS leaves versions and the list of algorithms unsigned, no more";
  for (std::size_t size = 0; size < signature.size(); ++size)
    EXPECT_FALSE(verify(Bytes(signature.begin(), signature.begin() + static_cast<std::ptrdiff_t>(size)))) << size;
  Bytes longer = signature;
  longer.push_back(0);
  EXPECT_FALSE(verify(longer));
  EXPECT_FALSE(verify(Bytes(kMaxDetachedSignatureBytes + 1, 0x30)));
}

TEST_F(DetachedSignature, IsWhatOpensslsCommandMakesAndTakes) {
  const auto write = [&](const char* name, std::string_view content) {
    std::ofstream(folder_ / name, std::ios::binary) << content;
  };
  write("ca.pem", keys_.authority.certificate_pem());
  write("signer.pem", keys_.signer.certificate_pem());
  write("signer.key", private_key_pem(keys_.signer));
  write("content", kContent);
  const Bytes ours = sign(keys_.signer);
  write("ours", {reinterpret_cast<const char*>(ours.data()), ours.size()});
  const std::string in = "cd " + folder_.path().string() + " && openssl cms ";
  const Ended taken =
      run_command(in + "-verify -binary -inform DER -in ours -content content -CAfile ca.pem -out /dev/null");
  EXPECT_EQ(taken.status, 0) << taken.output;
  const auto made = [&](const std::string& more) {
    const Ended ended = run_command(
        in + "-sign -binary -outform DER -signer signer.pem -inkey signer.key -in content -out theirs " + more);
    EXPECT_EQ(ended.status, 0) << ended.output;
    std::ifstream file(folder_ / "theirs", std::ios::binary);
    return Bytes((std::istreambuf_iterator<char>(file)), {});
  };
  EXPECT_TRUE(verify(made("-md sha256")));
  EXPECT_TRUE(verify(made("-md sha512 -noattr -nosmimecap")));
  EXPECT_FALSE(verify(made("-md sha1")));
  EXPECT_FALSE(verify(made("-md sha256 -nodetach"))) << "its content is inside, and might be another";
}

TEST_F(DetachedSignature, AKeyAndACertificateThatAreNoPairMakeNone) {
  const UpdateKeys other;
  EXPECT_FALSE(make_detached_signature(kContent, keys_.signer.certificate_pem(), private_key_pem(other.signer)));
  EXPECT_FALSE(make_detached_signature(kContent, "", ""));
  EXPECT_FALSE(verify_detached_signature(kContent, sign(keys_.signer), "no certificate", kNow));
}

}  // namespace
}  // namespace gate
