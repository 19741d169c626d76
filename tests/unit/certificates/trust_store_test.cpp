#include "certificates/trust_store.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "common/iso_time.h"
#include "encoding/base64.h"
#include "signatures/private_key.h"
#include "unit/signatures/test_signer.h"

namespace gate {
namespace {

namespace fs = std::filesystem;

constexpr const char* kVaccination = "1.3.6.1.4.1.1847.2021.1.2";
constexpr const char* kRecoveryOldArc = "1.3.6.1.4.1.0.1847.2021.1.3";

class TrustStoreTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(::testing::TempDir()) / ::testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  void write(const std::string& name, const std::string& content) const {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name, std::ios::binary) << content;
  }
  static std::string text(const Bytes& bytes) { return {bytes.begin(), bytes.end()}; }

  fs::path folder_;
};

TEST_F(TrustStoreTest, MissingFoldersAreEmptyLists) {
  const auto store = TrustStore::open(folder_).value();
  EXPECT_EQ(store->eu_dcc_signer_count(), 0u);
  EXPECT_EQ(store->enrolment_authority_count(), 0u);
  EXPECT_TRUE(store->lists().empty());
}

TEST_F(TrustStoreTest, AMissingDirectoryIsNotFound) {
  const auto store = TrustStore::open(folder_ / "nowhere");
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().code, ErrorCode::kNotFound);
}

TEST_F(TrustStoreTest, ReadsPemWithSeveralAndDer) {
  const TestSigner a;
  const TestSigner b({.usages = std::string(kVaccination) + ",clientAuth," + kRecoveryOldArc});
  const TestSigner c({.key = "RSA-2048", .not_before = "20210102030405Z", .not_after = "99991231235959Z"});
  write("eu-dcc/both.pem", a.certificate_pem() + "some words in between\n" + b.certificate_pem());
  write("eu-dcc/c.der", text(c.certificate_der()));
  write("eu-dcc/readme.md", "not a key");
  write("eu-dcc/.hidden.pem", "not a key");
  const auto store = TrustStore::open(folder_).value();
  EXPECT_EQ(store->eu_dcc_signer_count(), 3u);

  const auto found_b = store->eu_dcc_signers(b.key_id());
  ASSERT_EQ(found_b.size(), 1u);
  EXPECT_FALSE(found_b[0].scope.tests);
  EXPECT_TRUE(found_b[0].scope.vaccinations);
  EXPECT_TRUE(found_b[0].scope.recoveries);

  const auto found_c = store->eu_dcc_signers(c.key_id());
  ASSERT_EQ(found_c.size(), 1u);
  ASSERT_TRUE(found_c[0].key);
  EXPECT_EQ(found_c[0].key->algorithm(), SignatureAlgorithm::kPs256);
  EXPECT_EQ(iso_time(found_c[0].not_before), "2021-01-02T03:04:05.000Z");
  EXPECT_EQ(iso_time(found_c[0].not_after), "9999-12-31T23:59:59.000Z");
  EXPECT_TRUE(found_c[0].scope.tests);
}

TEST_F(TrustStoreTest, KeyIdsOfOtherLengthsMatchNothing) {
  const TestSigner signer;
  write("eu-dcc/a.pem", signer.certificate_pem());
  const auto store = TrustStore::open(folder_).value();
  Bytes id = signer.key_id();
  EXPECT_EQ(store->eu_dcc_signers(id).size(), 1u);
  id.push_back(0);
  EXPECT_TRUE(store->eu_dcc_signers(id).empty());
  EXPECT_TRUE(store->eu_dcc_signers({}).empty());
}

TEST_F(TrustStoreTest, TheSameCertificateTwiceIsTwoCandidates) {
  const TestSigner signer;
  write("eu-dcc/a.pem", signer.certificate_pem());
  write("eu-dcc/b.pem", signer.certificate_pem());
  EXPECT_EQ(TrustStore::open(folder_).value()->eu_dcc_signers(signer.key_id()).size(), 2u);
}

TEST_F(TrustStoreTest, ASignerOfAnUnsupportedKindIsKnownButHasNoKey) {
  const TestSigner signer({.key = "P-384"});
  write("eu-dcc/a.pem", signer.certificate_pem());
  const auto found = TrustStore::open(folder_).value()->eu_dcc_signers(signer.key_id());
  ASSERT_EQ(found.size(), 1u);
  EXPECT_FALSE(found[0].key);
}

TEST_F(TrustStoreTest, AFileThatIsNoKeyIsNamedAndTheRestIsInForce) {
  const TestSigner signer;
  const std::string good = signer.certificate_pem();
  std::string broken = good;
  broken[100] = '!';
  write("eu-dcc/good.pem", good);
  for (const auto& [name, content] : std::map<std::string, std::string>{
           {"eu-dcc/words.pem", "words"},
           {"eu-dcc/broken.pem", broken},
           {"eu-dcc/second-broken.pem", good + broken},
           {"eu-dcc/words.der", "words"},
           {"eu-dcc/longer.der", text(TestSigner().certificate_der()) + "x"},
           {"eu-dcc/empty.json", "{}"},
           {"eu-dcc/anchors/words.pem", "words"},
           {"revocation/eu-dcc/words.revocations", "words"},
           {"revocation/enrolment-authorities.txt", "words"},
           {"enrolment-authorities/words.pem", "words"},
           {"enrolment-authorities/rsa.pem", TestSigner({.key = "RSA-2048"}).certificate_pem()},
           {"enrolment-authorities/p384.pem", TestSigner({.key = "P-384"}).certificate_pem()}}) {
    write(name, content);
    const auto store = TrustStore::open(folder_).value();
    const auto& lists = store->lists();
    const auto list = std::ranges::find(lists, folder_ / name, &TrustList::file);
    ASSERT_NE(list, lists.end()) << name;
    EXPECT_FALSE(list->problem.empty()) << name;
    EXPECT_EQ(list->entries, 0u) << name;
    EXPECT_EQ(store->eu_dcc_signers(signer.key_id()).size(), 1u) << name;
    fs::remove(folder_ / name);
  }
}

TEST_F(TrustStoreTest, ACertificateMayBeBareBase64) {
  const TestSigner signer;
  std::string base64 = encode_base64(signer.certificate_der());
  base64.insert(64, "\r\n");
  for (const char* name : {"eu-dcc/a.pem", "eu-dcc/b.txt", "eu-dcc/c.b64"}) write(name, base64 + "\n");
  EXPECT_EQ(TrustStore::open(folder_).value()->eu_dcc_signers(signer.key_id()).size(), 3u);
}

TEST_F(TrustStoreTest, OneFileOfSignersIsAStoreToo) {
  const TestSigner signer;
  write("signers.pem", signer.certificate_pem());
  write("words.pem", "words");
  EXPECT_EQ(TrustStore::open(folder_ / "signers.pem").value()->eu_dcc_signers(signer.key_id()).size(), 1u);
  const auto words = TrustStore::open(folder_ / "words.pem");
  ASSERT_FALSE(words);
  EXPECT_EQ(words.error().code, ErrorCode::kInvalidInput);
}

TEST_F(TrustStoreTest, EnrolmentAuthoritiesArePublicKeysOrCertificates) {
  const PublicKey key = PrivateKey::create()->public_key();
  const TestSigner signer;
  write("enrolment-authorities/key.pem", key.to_pem());
  write("enrolment-authorities/certificate.pem", signer.certificate_pem());
  const auto store = TrustStore::open(folder_).value();
  EXPECT_EQ(store->enrolment_authority_count(), 2u);
  ASSERT_EQ(store->enrolment_authorities(key.key_id()).size(), 1u);
  EXPECT_TRUE(store->eu_dcc_signers(key.key_id()).empty());
  EXPECT_TRUE(store->enrolment_authorities(signer.key_id()).empty());  // that is the certificate's hash, not the key's
}

TEST_F(TrustStoreTest, ARevokedAuthorityIsNotBelievedFromThatDayOn) {
  const PublicKey dated = PrivateKey::create()->public_key();
  const PublicKey stolen = PrivateKey::create()->public_key();
  const PublicKey good = PrivateKey::create()->public_key();
  write("revocation/enrolment-authorities.txt", "# who and from when\n" + to_hex(dated.key_id()) + " 2021-12-01\r\n\n" +
                                                    to_hex(stolen.key_id()) + "   # stolen\n");
  const auto store = TrustStore::open(folder_).value();
  const WallTime day = std::chrono::sys_days(std::chrono::year(2021) / 12 / 1);
  EXPECT_TRUE(store->authority_revoked(dated.key_id(), day));
  EXPECT_FALSE(store->authority_revoked(dated.key_id(), day - std::chrono::milliseconds(1)));
  EXPECT_TRUE(store->authority_revoked(stolen.key_id(), WallTime()));
  EXPECT_FALSE(store->authority_revoked(good.key_id(), day));
}

TEST_F(TrustStoreTest, WithoutAReadableListOfRevokedAuthoritiesNobodyIsBelieved) {
  write("revocation/enrolment-authorities.txt", "0011223344556677 the first of May\n");
  EXPECT_TRUE(TrustStore::open(folder_).value()->authority_revoked(Bytes(8), WallTime()));
}

TEST_F(TrustStoreTest, AListIsDatedWhenItWasWritten) {
  write("eu-dcc/a.pem", TestSigner().certificate_pem());
  const auto day = std::chrono::sys_days(std::chrono::year(2020) / 5 / 6);
  fs::last_write_time(folder_ / "eu-dcc/a.pem", std::chrono::file_clock::from_sys(std::chrono::sys_seconds(day)));
  const auto store = TrustStore::open(folder_).value();
  ASSERT_EQ(store->lists().size(), 1u);
  EXPECT_EQ(store->lists()[0].kind, "eu_dcc_signers");
  EXPECT_EQ(store->lists()[0].dated, WallTime(day));
}

}  // namespace
}  // namespace gate
