#include "certificates/smart_health_card/smart_health_card_issuers.h"

#include <gtest/gtest.h>

#include <fstream>

#include "common/iso_time.h"
#include "fakes/temporary_folder.h"
#include "unit/certificates/test_card.h"

namespace gate {
namespace {

using nlohmann::json;

class IssuersTest : public ::testing::Test {
 protected:
  std::filesystem::path folder() const { return trust_ / "smart-health-cards"; }
  SmartHealthCardIssuers read() {
    lists_.clear();
    return SmartHealthCardIssuers::read(folder(), lists_);
  }
  void write(const std::string& name, const std::string& content) const {
    std::filesystem::create_directories((folder() / name).parent_path());
    std::ofstream(folder() / name) << content;
  }
  json list(const TestCardIssuer& issuer, int counter) const {
    return {{"kid", issuer.key_id()}, {"method", "rid"}, {"ctr", counter}, {"rids", {"AAAA"}}};
  }
  json snapshot(const std::string& url, const json& keys, const json& crls) const {
    const json entry{{"issuer", {{"iss", url}, {"name", "Somebody"}}}, {"keys", keys}, {"crls", crls}};
    return {{"directory", "https://directory.example"},
            {"time", "2022-01-02T03:04:05Z"},
            {"issuerInfo", json::array({entry})}};
  }

  TemporaryFolder trust_;
  TestCardIssuer a_;
  TestCardIssuer b_;
  std::vector<TrustList> lists_;
};

TEST_F(IssuersTest, AMissingFolderIsEmpty) {
  EXPECT_EQ(read().key_count(), 0u);
  EXPECT_TRUE(lists_.empty());
}

TEST_F(IssuersTest, FoldersNameTheIssuer) {
  publish(trust_.path(), "jwks.json", {{"keys", {a_.jwk(), b_.jwk()}}});
  write("host.example/.well-known/jwks.json", json{{"keys", {a_.jwk()}}}.dump());
  const auto issuers = read();
  EXPECT_EQ(issuers.key_count(), 3u);
  EXPECT_EQ(issuers.keys(kTestCardIssuer, a_.key_id()).size(), 1u);
  EXPECT_EQ(issuers.keys("https://host.example", a_.key_id()).size(), 1u);
  EXPECT_TRUE(issuers.keys("https://host.example", b_.key_id()).empty());
  EXPECT_TRUE(issuers.keys("https://host.example/issuer", a_.key_id()).empty());
  ASSERT_EQ(lists_.size(), 2u);
  EXPECT_EQ(lists_[0].kind, "smart_health_card_issuers");
  EXPECT_EQ(lists_[0].entries, 2u);
  EXPECT_TRUE(lists_[0].dated);
  EXPECT_EQ(lists_[0].problem, "");
}

TEST_F(IssuersTest, ASnapshotHoldsKeysAndLists) {
  write("vci.json", snapshot("https://a.example/x", json::array({a_.jwk()}), json::array({list(a_, 1)})).dump());
  const auto issuers = read();
  EXPECT_EQ(issuers.keys("https://a.example/x", a_.key_id()).size(), 1u);
  ASSERT_NE(issuers.revocations("https://a.example/x", a_.key_id()).list, nullptr);
  EXPECT_TRUE(issuers.revocations("https://a.example/x", a_.key_id()).list->revokes("AAAA", WallTime()));
  ASSERT_EQ(lists_.size(), 1u);
  EXPECT_EQ(iso_time(lists_[0].dated.value()), "2022-01-02T03:04:05.000Z");
}

TEST_F(IssuersTest, OneBadFileOrKeyLeavesTheOthersInForce) {
  json bad = b_.jwk();
  bad["use"] = "enc";
  publish(trust_.path(), "jwks.json", {{"keys", {bad, a_.jwk(), 5}}});
  write("a-broken.json", "{");
  write("b-other.json", "{}");
  write("c-list.json", "[]");
  write("d-issuer.json", snapshot("http://a.example", json::array({b_.jwk()}), json::array()).dump());
  write("host.example/.well-known/jwks.json", "{\"keys\": []}");
  write("host.example/readme.txt", "not looked at");
  const auto issuers = read();
  EXPECT_EQ(issuers.key_count(), 1u);
  ASSERT_EQ(lists_.size(), 6u);
  for (const TrustList& list : lists_) EXPECT_NE(list.problem, "") << list.file;
  EXPECT_NE(lists_[4].problem.find("use"), std::string::npos) << lists_[4].problem;
}

TEST_F(IssuersTest, TheListThatCountsFurthestIsInForce) {
  json key = a_.jwk();
  key["crlVersion"] = 3;
  publish(trust_.path(), "jwks.json", {{"keys", {key}}});
  write("vci.json", snapshot(kTestCardIssuer, json::array({a_.jwk()}), json::array({list(a_, 2)})).dump());
  EXPECT_NE(read().revocations(kTestCardIssuer, a_.key_id()).problem, "");
  publish(trust_.path(), "crl/" + a_.key_id() + ".json", list(a_, 3));
  EXPECT_EQ(read().revocations(kTestCardIssuer, a_.key_id()).problem, "");
  json broken = list(a_, 4);
  broken["method"] = "other";
  publish(trust_.path(), "crl/" + a_.key_id() + ".json", broken);
  EXPECT_NE(read().revocations(kTestCardIssuer, a_.key_id()).problem, "");
}

TEST_F(IssuersTest, AMissingListIsToldToStaff) {
  json key = a_.jwk();
  key["crlVersion"] = 1;
  publish(trust_.path(), "jwks.json", {{"keys", {key}}});
  const auto issuers = read();
  EXPECT_EQ(issuers.revocations(kTestCardIssuer, a_.key_id()).problem, "");
  EXPECT_NE(lists_[0].note.find("revocation list is missing"), std::string::npos);
}

TEST_F(IssuersTest, ManyBadKeysMakeAShortProblem) {
  json keys = json::array();
  for (int i = 0; i < 1000; ++i) keys.push_back({{"kid", std::string(200, 'k')}});
  publish(trust_.path(), "jwks.json", {{"keys", keys}});
  EXPECT_EQ(read().key_count(), 0u);
  EXPECT_LT(lists_[0].problem.size(), 600u);
  EXPECT_TRUE(lists_[0].problem.ends_with("and more"));
}

}  // namespace
}  // namespace gate
