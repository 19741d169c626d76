// EU DCCs that their authorities took back: hashes, the table they are looked up in, and what a verification says.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <random>
#include <sstream>

#include "certificates/certificate_verifier.h"
#include "certificates/revocation/dcc_revocations.h"
#include "certificates/revocation/revocation_source.h"
#include "common/iso_time.h"
#include "fakes/temporary_folder.h"
#include "signatures/cose_sign1.h"
#include "signatures/sha256.h"
#include "unit/certificates/test_dcc.h"
#include "unit/encoding/hex.h"

namespace gate {
namespace {

constexpr WallTime kNow = std::chrono::sys_days{std::chrono::year{2021} / 12 / 3};

RevocationHash hash(const std::string& text) {
  RevocationHash first;
  const Sha256 digest = sha256(bytes_of(text));
  std::copy_n(digest.begin(), first.size(), first.begin());
  return first;
}

std::vector<ShortHash> shortened(const std::vector<RevocationHash>& hashes) {
  std::vector<ShortHash> out;
  for (const RevocationHash& each : hashes) out.push_back(shorten(each));
  return out;
}

// FIPS 180-4's own example.
TEST(Sha256Test, Abc) {
  EXPECT_EQ(to_hex(sha256(bytes_of("abc"))), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(RevocationTableTest, KnowsItsOwnAndNoOthers) {
  std::vector<RevocationHash> in;
  for (int i = 0; i < 20'000; ++i) in.push_back(hash("in" + std::to_string(i)));
  in.push_back(RevocationHash{});
  in.push_back(in.front());
  RevocationHash last;
  last.fill(0xff);
  in.push_back(last);
  const Bytes bytes = make_revocation_table(shortened(in), kNow).value();
  const auto table = RevocationTable::read(bytes);
  ASSERT_TRUE(table) << table.error().message;
  EXPECT_EQ(table->size(), in.size() - 1);
  EXPECT_EQ(table->dated(), kNow);
  for (const RevocationHash& each : in) EXPECT_TRUE(table->contains(each));
  for (int i = 0; i < 20'000; ++i) EXPECT_FALSE(table->contains(hash("out" + std::to_string(i))));
  EXPECT_EQ(make_revocation_table(table->hashes(), kNow).value(), bytes);
}

TEST(RevocationTableTest, AnEmptyOneKnowsNothing) {
  const Bytes bytes = make_revocation_table({}, kNow).value();
  EXPECT_FALSE(RevocationTable::read(bytes)->contains(RevocationHash{}));
}

TEST(RevocationTableTest, ADamagedOneIsNotBelieved) {
  const Bytes bytes = make_revocation_table(shortened({hash("a"), hash("b")}), kNow).value();
  for (std::size_t i = 0; i < bytes.size(); i += i < 100 || i + 60 > bytes.size() ? 1 : 997) {
    Bytes changed = bytes;
    changed[i] ^= 1;
    EXPECT_FALSE(RevocationTable::read(changed)) << i;
  }
  for (const std::size_t size : {std::size_t{0}, std::size_t{8}, bytes.size() - 8, bytes.size() - 1})
    EXPECT_FALSE(RevocationTable::read(ByteView(bytes).first(size)));
}

// Nobody but us writes tables, but a checksum is no signature.
TEST(RevocationTableTest, AFanOutThatLeadsOutsideIsRefusedThoughTheChecksumHolds) {
  Bytes bytes = make_revocation_table(shortened({hash("a"), hash("b")}), kNow).value();
  const std::uint32_t far = 1'000'000;
  std::memcpy(bytes.data() + 24 + 4 * 5, &far, sizeof far);
  const Sha256 checksum = sha256(ByteView(bytes).first(bytes.size() - 32));
  std::ranges::copy(checksum, bytes.end() - 32);
  EXPECT_EQ(RevocationTable::read(bytes).error().code, ErrorCode::kInvalidInput);
}

TEST(RevocationSourceTest, LinesAreHexOrBase64) {
  std::istringstream text(
      "# revoked\n423bd0a847634ce8dea5dd5e9400f287\r\n\n  QjvQqEdjTOjepd1elADyhw== # the same\nQjvQqEdjTOjepd1elADyhw");
  const auto source = read_revocation_lines(text);
  ASSERT_TRUE(source) << source.error().message;
  ASSERT_EQ(source->hashes.size(), 3u);
  EXPECT_EQ(to_hex(source->hashes[0]), "423bd0a847634ce8dea5");
  EXPECT_EQ(source->hashes[1], source->hashes[0]);
  EXPECT_EQ(source->hashes[2], source->hashes[0]);
}

TEST(RevocationSourceTest, ALineThatIsNoHashIsNamed) {
  for (const std::string& line : {std::string("423bd0a847634ce8dea5dd5e9400f28"), std::string("words"),
                                  std::string(300, 'a'), std::string("423bd0a847634ce8dea5dd5e9400f287\0junk", 37)}) {
    std::istringstream text("00112233445566778899aabbccddeeff\n" + line + "\n");
    EXPECT_FALSE(read_revocation_lines(text)) << line;
  }
}

TEST(RevocationSourceTest, BatchesOfTheGateway) {
  const auto batch = [](const std::string& kind, const std::string& expires) {
    return R"({"country":"DE","expires":")" + expires + R"(","kid":"UNKNOWN_KID","hashType":")" + kind +
           R"(","entries":[{"hash":"QjvQqEdjTOjepd1elADyhw=="}]})";
  };
  const std::string good = batch("UCI", "2022-01-01T00:00:00Z");
  EXPECT_EQ(read_revocation_batches(good, kNow)->hashes.size(), 1u);
  const auto two =
      read_revocation_batches("[" + good + "," + batch("SIGNATURE", "2021-12-02T23:59:59+00:00") + "]", kNow);
  ASSERT_TRUE(two) << two.error().message;
  EXPECT_EQ(two->hashes.size(), 1u);
  EXPECT_EQ(two->expired, 1u);
  EXPECT_EQ(read_revocation_batches(R"({"batches":[)" + good + "]}", kNow)->hashes.size(), 1u);
  for (const std::string& bad : {std::string("{}"), std::string("7"), std::string("[7]"), batch("OTHER", "2022-01-01"),
                                 batch("UCI", "soon"), std::string(R"({"hashType":"UCI","entries":[{"hash":"AAAA"}]})"),
                                 std::string(R"({"hashType":"UCI","entries":[{}]})")})
    EXPECT_FALSE(read_revocation_batches(bad, kNow)) << bad;
}

class RevokedDccTest : public ::testing::Test {
 protected:
  RevokedDccTest() {
    write("eu-dcc/signer.pem", signer_.certificate_pem());
    cose_ = sign_dcc(make_test_dcc(signer_), signer_);
  }
  void write(const std::string& name, const std::string& content) const {
    std::filesystem::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name, std::ios::binary) << content;
  }
  void revoke(const std::vector<RevocationHash>& hashes) const {
    const Bytes table = make_revocation_table(shortened(hashes), kNow).value();
    write("revocation/eu-dcc/a.revocations", std::string(table.begin(), table.end()));
  }
  CertificateVerification verify() const {
    return CertificateVerifier(TrustStore::open(folder_.path()).value()).verify(dcc_text(cose_), kNow);
  }

  TemporaryFolder folder_;
  TestSigner signer_;
  Bytes cose_;
  const std::string uci_ = "URN:UVCI:01:JP:TEST#1";
};

TEST_F(RevokedDccTest, ByAnyOfTheThreeHashes) {
  const Bytes signature = read_cose_sign1(cose_)->signature;
  const std::string r(signature.begin(), signature.begin() + 32);
  ASSERT_TRUE(verify().verified);
  for (const std::string& revoked : {uci_, "JP" + uci_, r}) {
    revoke({hash("another"), hash(revoked)});
    const auto result = verify();
    EXPECT_EQ(result.refusal, CertificateRefusal::kRevoked) << result.detail;
    EXPECT_EQ(result.failed_check, "revocation");
    EXPECT_EQ(result.checks.back().name, "revocation");
  }
  revoke({hash("another"), hash("DE" + uci_), hash(std::string(signature.begin(), signature.end()))});
  EXPECT_TRUE(verify().verified);
}

TEST_F(RevokedDccTest, TheEntrysCountryRevokesTooWhereTheIssuerSaysAnother) {
  TestDcc dcc = make_test_dcc(signer_);
  set(dcc.claims, 1, "IT");
  cose_ = sign_dcc(dcc, signer_);
  revoke({hash("JP" + uci_)});
  EXPECT_EQ(verify().refusal, CertificateRefusal::kRevoked);
  revoke({hash("IT" + uci_)});
  EXPECT_EQ(verify().refusal, CertificateRefusal::kRevoked);
}

TEST_F(RevokedDccTest, AnIdentifierWithBlanksAroundItIsRevokedAsItStandsAndTrimmed) {
  CborMap vaccination = test_vaccination();
  set(vaccination, "ci", " " + uci_ + " ");
  TestDcc dcc = make_test_dcc(signer_);
  set(dcc.claims, -260, CborMap{{1, test_content("v", CborArray{vaccination})}});
  cose_ = sign_dcc(dcc, signer_);
  revoke({hash("another")});
  EXPECT_TRUE(verify().verified);
  EXPECT_EQ(verify().revocation_hashes->uci, hash(" " + uci_ + " "));
  for (const std::string& revoked : {" " + uci_ + " ", "JP " + uci_ + " ", uci_, "JP" + uci_}) {
    revoke({hash(revoked)});
    EXPECT_EQ(verify().refusal, CertificateRefusal::kRevoked) << revoked;
  }
}

TEST_F(RevokedDccTest, AnUnreadableListRefusesRatherThanForgets) {
  revoke({hash("another")});
  write("revocation/eu-dcc/b.revocations", "damaged");
  EXPECT_EQ(verify().refusal, CertificateRefusal::kRevocationListInvalid);
  revoke({hash(uci_)});
  EXPECT_EQ(verify().refusal, CertificateRefusal::kRevoked) << "the readable one knows";
}

TEST_F(RevokedDccTest, TheHashesAreInTheAnswer) {
  const auto result = verify();
  ASSERT_TRUE(result.revocation_hashes);
  EXPECT_EQ(result.revocation_hashes->uci, hash(uci_));
  EXPECT_EQ(result.revocation_hashes->country_uci, hash("JP" + uci_));
}

}  // namespace
}  // namespace gate
