// Imports into a trust directory: all or nothing, and never worse than before.
#include "certificates/trust/trust_import.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "certificates/trust/staged_trust.h"
#include "certificates/trust_store.h"
#include "encoding/base64.h"
#include "fakes/temporary_folder.h"
#include "signatures/private_key.h"
#include "unit/encoding/hex.h"
#include "unit/signatures/test_signer.h"

namespace gate {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using std::chrono::days;
using Outcome = ImportedTrust::Outcome;

constexpr WallTime kNow = std::chrono::sys_days{std::chrono::year{2100} / 1 / 1};

std::string list_of(const std::vector<const TestSigner*>& signers, const std::string& date = {}) {
  json list{{"certificates", json::array()}};
  if (!date.empty()) list["date"] = date;
  for (const TestSigner* signer : signers)
    list["certificates"].push_back({{"certificateType", "DSC"}, {"rawData", encode_base64(signer->certificate_der())}});
  return list.dump();
}

class TrustImportTest : public ::testing::Test {
 protected:
  fs::path write(const std::string& name, const std::string& content) const {
    std::ofstream(folder_ / name, std::ios::binary) << content;
    return folder_ / name;
  }
  static void date(const fs::path& file, days before) {
    fs::last_write_time(file, fs::file_time_type::clock::now() - before);
  }
  Result<std::vector<ImportedTrust>> import(const std::vector<fs::path>& files, TrustImport what = {}) const {
    what.files = files;
    return import_trust(trust_, what, kNow);
  }
  std::shared_ptr<const TrustStore> store() const { return TrustStore::open(trust_).value(); }

  TemporaryFolder folder_;
  fs::path trust_ = folder_ / "trust";
  TestSigner a_;
  TestSigner b_;
};

TEST_F(TrustImportTest, KindsAreToldFromTheirContent) {
  const auto key = PrivateKey::create().value().public_key();
  const std::map<std::string, std::string> contents{
      {"eu-dcc-signers", a_.certificate_pem()},
      {"eu-dcc-list", list_of({&a_})},
      {"smart-health-card-issuer", R"({"keys":[]})"},
      {"smart-health-card-revocations", R"({"kid":"a","method":"rid","ctr":1,"rids":[]})"},
      {"smart-health-card-directory", R"({"directory":"d","time":"t","issuerInfo":[]})"},
      {"nzcp-issuer", R"({"id":"did:web:nzcp.example","assertionMethod":[]})"},
      {"eu-dcc-revocations", R"([{"hashType":"UCI","entries":[]}])"}};
  for (const auto& [kind, content] : contents) {
    const auto told = recognise_trust_file(content);
    ASSERT_TRUE(told) << kind << ": " << told.error().message;
    EXPECT_EQ(to_string(*told), kind);
    EXPECT_EQ(parse_trust_file_kind(kind), *told);
  }
  for (const std::string& content : {key.to_pem(), std::string("423bd0a847634ce8dea5dd5e9400f287\n"), std::string(),
                                     std::string("{}"), std::string("[]")})
    EXPECT_FALSE(recognise_trust_file(content)) << content;
}

TEST_F(TrustImportTest, PlacesAreTakenFromTheContentButNeverLeadElsewhere) {
  using Kind = TrustFileKind;
  const std::string jwks = R"({"keys":[]})";
  EXPECT_EQ(place_of_trust_file(Kind::kSmartHealthCardIssuer, jwks, {.issuer = "https://spec.example/a/b", .name = {}}),
            "smart-health-cards/spec.example/a/b/.well-known/jwks.json");
  EXPECT_EQ(place_of_trust_file(Kind::kSmartHealthCardRevocations, R"({"kid":"abc"})",
                                {.issuer = "https://h.example", .name = {}}),
            "smart-health-cards/h.example/.well-known/crl/abc.json");
  EXPECT_EQ(place_of_trust_file(Kind::kNzcpIssuer, R"({"id":"did:web:a.example:b"})", {}), "nzcp/a.example_b.json");
  for (const char* issuer : {"", "http://a.example", "https://", "https://a.example/", "https://a.example/../b",
                             "https://a.example//b", "https://a.example/.b", "https://a b"})
    EXPECT_FALSE(place_of_trust_file(Kind::kSmartHealthCardIssuer, jwks, {.issuer = issuer, .name = {}})) << issuer;
  EXPECT_FALSE(place_of_trust_file(Kind::kSmartHealthCardRevocations, R"({"kid":"../a"})",
                                   {.issuer = "https://a.example", .name = {}}));
  EXPECT_FALSE(place_of_trust_file(Kind::kNzcpIssuer, R"({"id":"did:web:../../a"})", {}));
  EXPECT_FALSE(place_of_trust_file(Kind::kEuDccList, "", {.issuer = {}, .name = "../a.json"}));
}

TEST_F(TrustImportTest, ANewerListComesToThePlaceOfTheOlder) {
  ASSERT_TRUE(import({write("june.json", list_of({&a_, &b_}))}));
  EXPECT_EQ(store()->eu_dcc_signer_count(), 2u);
  const auto imported = import({write("july.json", list_of({&b_}))});
  ASSERT_TRUE(imported) << imported.error().message;
  EXPECT_EQ(imported->at(0).outcome, Outcome::kReplaced);
  EXPECT_EQ(imported->at(0).entries, 1u);
  EXPECT_TRUE(store()->eu_dcc_signers(a_.key_id()).empty()) << "who is no longer listed is no longer believed";
  EXPECT_EQ(import({folder_ / "july.json"})->at(0).outcome, Outcome::kUnchanged);
}

TEST_F(TrustImportTest, ABadFileChangesNothingAndIsNamed) {
  ASSERT_TRUE(import({write("good.json", list_of({&a_}))}));
  json broken = json::parse(list_of({&a_, &b_}));
  broken["certificates"][0]["rawData"] = "AAAA";
  const auto refused = import({write("b.pem", b_.certificate_pem()), write("bad.json", broken.dump())});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kUntrusted);
  EXPECT_NE(refused.error().message.find("list.json"), std::string::npos) << refused.error().message;
  EXPECT_EQ(store()->eu_dcc_signer_count(), 1u) << "not even the good one of two files";
  EXPECT_FALSE(fs::exists(trust_ / ".staging"));

  TrustImport forced;
  forced.partial = TrustImport::Partial::kTake;
  EXPECT_TRUE(import({folder_ / "bad.json"}, forced)) << "the rest of a list, when one insists";
  EXPECT_FALSE(
      import({write("worse.json", R"({"certificates":[{"certificateType":"DSC","rawData":"AAAA"}]})")}, forced));
  EXPECT_EQ(store()->eu_dcc_signers(b_.key_id()).size(), 1u);
}

TEST_F(TrustImportTest, AnOlderListIsRefusedUnlessForced) {
  ASSERT_TRUE(import({write("new.json", list_of({&a_}, "2021-06-02"))}));
  const auto old = write("old.json", list_of({&a_, &b_}, "2021-06-01"));
  const auto refused = import({old});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kUntrusted);
  EXPECT_EQ(store()->eu_dcc_signer_count(), 1u);
  TrustImport forced;
  forced.older = TrustImport::Older::kTake;
  EXPECT_TRUE(import({old}, forced));
  EXPECT_EQ(store()->eu_dcc_signer_count(), 2u);
}

TEST_F(TrustImportTest, AFileKeepsItsDateAndTheSameAgainRenewsIt) {
  const auto file = write("list.json", list_of({&a_}));
  date(file, days{40});
  ASSERT_TRUE(import({file}));
  const auto first = *store()->lists().at(0).dated;
  const auto copied = write("fetched-again.json", list_of({&a_}));
  ASSERT_TRUE(import({copied}));
  EXPECT_GE(*store()->lists().at(0).dated - first, days{39});
  EXPECT_TRUE(import({file})) << "what is in force is not made older";
  EXPECT_GE(*store()->lists().at(0).dated - first, days{39});
}

TEST_F(TrustImportTest, ASignedListNeedsItsAnchor) {
  const TestSigner anchor;
  const std::string list = list_of({&a_});
  const auto file = write("signed.json", encode_base64(anchor.sign(bytes_of(list))) + "\n" + list);
  EXPECT_EQ(import({file}).error().code, ErrorCode::kUntrusted);
  TrustImport wrong;
  wrong.anchor = write("wrong.pem", b_.certificate_pem());
  EXPECT_FALSE(import({file}, wrong));
  TrustImport right;
  right.anchor = write("anchor.pem", anchor.certificate_pem());
  ASSERT_TRUE(import({file}, right)) << import({file}, right).error().message;
  EXPECT_EQ(store()->eu_dcc_signer_count(), 1u);
  EXPECT_TRUE(import({file})) << "the anchor stays";
}

TEST_F(TrustImportTest, RevocationsAddUp) {
  TrustImport what;
  what.kind = TrustFileKind::kEuDccRevocations;
  ASSERT_TRUE(import({write("1.txt", "00112233445566778899aabbccddeeff\n")}, what));
  const auto more = import({write("2.txt", "00112233445566778899aabbccddeeff\nff112233445566778899aabbccddeeff\n"),
                            write("3.json", R"({"hashType":"UCI","entries":[{"hash":"QjvQqEdjTOjepd1elADyhw=="}]})")},
                           what);
  ASSERT_TRUE(more) << more.error().message;
  EXPECT_EQ(more->at(0).entries, 3u);
  EXPECT_FALSE(import({write("4.txt", "words\n")}, what));
  const auto again = import({trust_ / "revocation/eu-dcc/eu-dcc.revocations"}, {});
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->at(0).outcome, Outcome::kUnchanged);
  what.revocations = TrustImport::Revocations::kReplace;
  EXPECT_EQ(import({folder_ / "1.txt"}, what).error().code, ErrorCode::kUntrusted) << "older than what is in force";
  EXPECT_EQ(store()->lists().at(0).entries, 3u);
  EXPECT_EQ(import({write("5.txt", "00112233445566778899aabbccddeeff\n")}, what).value().at(0).entries, 1u);
}

TEST_F(TrustImportTest, RevocationsOfAuthoritiesAddUp) {
  TrustImport what;
  what.kind = TrustFileKind::kRevokedAuthorities;
  const auto revoked = [&](const char* id) { return store()->authority_revoked(from_hex(id), kNow); };
  ASSERT_TRUE(import({write("one.txt", "# the first\n0123456789abcdef 2021-12-10")}, what));
  const fs::path older = write("two.txt", "fedcba9876543210\n# the first\n");
  date(older, days{9});
  const auto added = import({older}, what);
  ASSERT_TRUE(added) << added.error().message;
  EXPECT_EQ(added->front().entries, 2u);
  EXPECT_TRUE(revoked("0123456789abcdef")) << "a second list gives nobody back";
  EXPECT_TRUE(revoked("fedcba9876543210"));
  EXPECT_EQ(import({older}, what)->front().outcome, Outcome::kUnchanged);

  const fs::path in_force = trust_ / "revocation/enrolment-authorities.txt";
  std::ofstream(in_force) << "what is this\n";
  const auto refused = import({older}, what);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("line 1"), std::string::npos) << refused.error().message;
  EXPECT_NE(refused.error().message.find("--replace"), std::string::npos);
  what.revocations = TrustImport::Revocations::kReplace;
  ASSERT_TRUE(import({write("two.txt", "fedcba9876543210\n")}, what));
  EXPECT_FALSE(revoked("0123456789abcdef"));
  EXPECT_TRUE(revoked("fedcba9876543210"));
}

TEST_F(TrustImportTest, AnEnrolmentAuthorityIsNamedAsSuch) {
  const PublicKey key = PrivateKey::create().value().public_key();
  const auto file = write("venue.pem", key.to_pem());
  EXPECT_FALSE(import({file}));
  TrustImport what;
  what.kind = TrustFileKind::kEnrolmentAuthority;
  ASSERT_TRUE(import({file}, what));
  EXPECT_EQ(store()->enrolment_authorities(key.key_id()).size(), 1u);
}

class DelegationImportTest : public TrustImportTest {
 protected:
  DelegationImportTest() {
    fs::create_directories(trust_ / "enrolment-authorities");
    std::ofstream(trust_ / "enrolment-authorities/venue.pem") << authority_.public_key().to_pem();
  }
  fs::path write_delegation(const std::string& name, std::size_t passes, const PrivateKey& by) const {
    const WallTime from = std::chrono::sys_days{std::chrono::year{2021} / 12 / 1};
    const Bytes bytes = sign_delegation({.authority = by.public_key().key_id(),
                                         .delegate = terminal_.public_key(),
                                         .issued_at = from,
                                         .from = from,
                                         .until = from + days{30},
                                         .most_passes = passes,
                                         .longest_pass = days{1}},
                                        by)
                            .value();
    return write(name, {bytes.begin(), bytes.end()});
  }
  std::size_t delegations() const { return store()->enrolment_delegations(terminal_.public_key().key_id()).size(); }

  PrivateKey authority_ = PrivateKey::create().value();
  PrivateKey terminal_ = PrivateKey::create().value();
};

TEST_F(DelegationImportTest, ItIsToldFromItsContentAndNamedByWhoseAndUntilWhen) {
  const auto imported = import({write_delegation("a.bin", 10, authority_)});
  ASSERT_TRUE(imported) << imported.error().message;
  EXPECT_EQ(to_string(imported->at(0).kind), "enrolment-delegation");
  EXPECT_EQ(imported->at(0).entries, 1u);
  const fs::path& file = imported->at(0).file;
  EXPECT_EQ(file.parent_path(), trust_ / "enrolment-authorities");
  EXPECT_TRUE(file.filename().string().starts_with(to_hex(terminal_.public_key().key_id()) + "-2021-12-31-")) << file;
  EXPECT_EQ(file.extension(), ".delegation");
  EXPECT_EQ(import({folder_ / "a.bin"})->at(0).outcome, Outcome::kUnchanged);
}

TEST_F(DelegationImportTest, ARenewalUntilTheSameDayStandsBesideTheOneBefore) {
  ASSERT_TRUE(import({write_delegation("a.delegation", 10, authority_)}));
  ASSERT_TRUE(import({write_delegation("b.delegation", 20, authority_)}));
  EXPECT_EQ(delegations(), 2u);
}

TEST_F(DelegationImportTest, OneThatNoAuthorityHereSignedChangesNothing) {
  const auto by_terminal = import({write_delegation("a.delegation", 10, terminal_)});
  ASSERT_FALSE(by_terminal);
  EXPECT_EQ(by_terminal.error().code, ErrorCode::kUntrusted);
  EXPECT_EQ(import({write_delegation("b.delegation", 10, PrivateKey::create().value())}).error().code,
            ErrorCode::kUntrusted);
  EXPECT_EQ(delegations(), 0u);
}

TEST_F(TrustImportTest, OneImportAtATimeAndAKilledOnesRestIsClearedAway) {
  {
    const auto other = StagedTrust::create(trust_);
    ASSERT_TRUE(other);
    EXPECT_EQ(import({write("a.pem", a_.certificate_pem())}).error().code, ErrorCode::kTimeout);
  }
  fs::create_directories(trust_ / ".staging/eu-dcc");
  std::ofstream(trust_ / ".staging/eu-dcc/half.pem") << "half";
  ASSERT_TRUE(import({folder_ / "a.pem"}));
  EXPECT_EQ(store()->lists().size(), 1u);
  EXPECT_FALSE(fs::exists(trust_ / ".staging"));
}

}  // namespace
}  // namespace gate
