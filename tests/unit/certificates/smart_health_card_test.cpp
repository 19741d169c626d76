#include "certificates/smart_health_card/smart_health_card.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "certificates/smart_health_card/card_file.h"
#include "common/iso_time.h"
#include "encoding/base64.h"
#include "fakes/temporary_folder.h"
#include "unit/certificates/test_card.h"

namespace gate {
namespace {

using nlohmann::json;

const WallTime kNow = parse_iso_time("2021-12-03T09:30:00Z").value();

class SmartHealthCardTest : public ::testing::Test {
 protected:
  SmartHealthCardTest() { publish(trust_.path(), "jwks.json", {{"keys", {issuer_.jwk()}}}); }

  CertificateVerification verify(const std::string& text, WallTime now = kNow) const {
    return CertificateVerifier(TrustStore::open(trust_.path()).value()).verify(text, now);
  }
  std::optional<CertificateRefusal> refusal(const std::string& text, WallTime now = kNow) const {
    return verify(text, now).refusal;
  }
  std::optional<CertificateRefusal> refusal_of(const json& payload) const { return refusal(issuer_.sign(payload)); }
  void revoke(const json& rids, const json& more = json::object()) const {
    json list{{"kid", issuer_.key_id()}, {"method", "rid"}, {"ctr", 1}, {"rids", rids}};
    list.update(more);
    publish(trust_.path(), "crl/" + issuer_.key_id() + ".json", list);
  }

  TemporaryFolder trust_;
  TestCardIssuer issuer_;
  json payload_ = test_card_payload();
};

TEST_F(SmartHealthCardTest, SaysWhatItStates) {
  const auto result = verify(issuer_.sign(payload_));
  ASSERT_TRUE(result.verified) << result.detail;
  EXPECT_EQ(result.format, CertificateFormat::kSmartHealthCard);
  const Certificate& card = result.verified->certificate();
  EXPECT_EQ(card.issuer, kTestCardIssuer);
  EXPECT_EQ(card.key_id, issuer_.key_id());
  EXPECT_EQ(iso_time(card.issued_at.value()), "2021-11-01T00:00:00.500Z");
  EXPECT_FALSE(card.expires_at);
  EXPECT_EQ(card.holder.family_name, "Silva");
  EXPECT_EQ(card.holder.given_name, "Ana Maria");
  EXPECT_EQ(card.holder.birth_date, "1990-02-03");
  ASSERT_EQ(card.immunisations.size(), 2u);
  const Immunisation& second = card.immunisations[1];
  EXPECT_EQ(second.product, "EU/1/20/1507");
  EXPECT_EQ(second.disease, "840539006");
  EXPECT_EQ(second.dose_number, 2);
  EXPECT_EQ(second.doses_in_series, 2);
  EXPECT_EQ(second.date, std::chrono::year(2021) / 1 / 29);
  EXPECT_EQ(second.certificate_issuer, "City Clinic");
}

TEST_F(SmartHealthCardTest, ComesInEveryForm) {
  const std::string jws = issuer_.sign(payload_);
  const json answer{{"resourceType", "Parameters"},
                    {"parameter",
                     {{{"name", "resourceLink"}, {"part", json::array({1})}},
                      {{"name", "verifiableCredential"}, {"valueString", jws}}}}};
  for (const std::string& text :
       {jws, "\xef\xbb\xbf" + jws, " \r\n" + jws + "\t\n", numeric_text(jws), numeric_text(jws, "1/1/"),
        numeric_text(jws.substr(100), "2/2/") + "\n" + numeric_text(jws.substr(0, 100), "1/2/"),
        json{{"verifiableCredential", {jws}}}.dump(2), json{{"verifiableCredential", {jws + " "}}}.dump(),
        answer.dump()}) {
    const auto result = verify(text);
    EXPECT_TRUE(result.verified) << text.substr(0, 40) << ": " << result.detail;
  }
}

// RFC 7515 lets the header be any JSON object: "{ " and "{\n" are "eyA" and "ewo" in base64url.
TEST_F(SmartHealthCardTest, AnIndentedHeaderIsOneToo) {
  const std::string tail = "." + std::string(40, 'A') + "." + std::string(86, 'A');
  for (const std::string header : {"{ \"zip\": \"DEF\"}", "{\n  \"zip\": \"DEF\"\n}", "{\t\"zip\":\"DEF\"}"}) {
    EXPECT_TRUE(looks_like_smart_health_card(encode_base64url(bytes_of(header)) + tail)) << header;
  }
  EXPECT_FALSE(looks_like_smart_health_card("ewer.of"));
  EXPECT_FALSE(looks_like_smart_health_card("eye"));
}

TEST_F(SmartHealthCardTest, RefusesBrokenCodes) {
  const std::string jws = issuer_.sign(payload_);
  const std::string first = numeric_text(jws.substr(0, 100), "1/2/");
  EXPECT_EQ(refusal(first), CertificateRefusal::kChunksIncomplete);
  EXPECT_EQ(refusal(first + ' ' + first), CertificateRefusal::kChunksIncomplete);
  EXPECT_EQ(refusal(first + ' ' + numeric_text(jws.substr(100), "2/3/")), CertificateRefusal::kChunksIncomplete);
  EXPECT_EQ(refusal(numeric_text(jws, "3/1/")), CertificateRefusal::kChunksIncomplete);
  EXPECT_EQ(refusal(numeric_text(jws) + "0"), CertificateRefusal::kEncodingInvalid);
  EXPECT_EQ(refusal("shc:/99"), CertificateRefusal::kEncodingInvalid);
  EXPECT_EQ(refusal("shc:/1/2/" + std::string(2 * 1192, '1')), CertificateRefusal::kTooLarge);
  EXPECT_EQ(refusal("eyJ" + std::string(kMaxCardFileBytes, 'a')), CertificateRefusal::kTooLarge);
}

TEST_F(SmartHealthCardTest, RefusesFilesWithoutCardsAndBrokenOnes) {
  EXPECT_EQ(refusal(R"({"verifiableCredential": []})"), CertificateRefusal::kContentUnsupported);
  EXPECT_EQ(refusal(R"({"verifiableCredential": 5})"), CertificateRefusal::kJsonInvalid);
  EXPECT_EQ(refusal(R"({"verifiableCredential": [5]})"), CertificateRefusal::kJsonInvalid);
  EXPECT_EQ(refusal(R"({"verifiableCredential": ["a.b"]})"), CertificateRefusal::kJwsInvalid);
  EXPECT_EQ(refusal(R"({"verifiableCredential": )"), CertificateRefusal::kJsonInvalid);
  EXPECT_EQ(refusal(R"({"verifiableCredential": ["a"], "verifiableCredential": []})"),
            CertificateRefusal::kJsonInvalid);
  EXPECT_EQ(refusal(R"({"resourceType": "Parameters", "parameter": [{"name": "x"}]})"),
            CertificateRefusal::kContentUnsupported);
  EXPECT_EQ(refusal(R"({"resourceType": "Patient"})"), CertificateRefusal::kContentUnsupported);
  const json many{{"verifiableCredential", std::vector<std::string>(kMaxCardsPerFile + 1, issuer_.sign(payload_))}};
  EXPECT_EQ(refusal(many.dump()), CertificateRefusal::kTooLarge);
}

TEST_F(SmartHealthCardTest, HoldsTheHeaderToTheSpecification) {
  const std::string text = payload_.dump();
  const auto changed = [&](const char* member, const json& value) {
    json header = issuer_.header();
    header[member] = value;
    return refusal(issuer_.sign(header, text));
  };
  EXPECT_EQ(changed("alg", "none"), CertificateRefusal::kAlgorithmUnsupported);
  EXPECT_EQ(changed("alg", "HS256"), CertificateRefusal::kAlgorithmUnsupported);
  EXPECT_EQ(changed("zip", "GZ"), CertificateRefusal::kJwsInvalid);
  EXPECT_EQ(changed("kid", ""), CertificateRefusal::kJwsInvalid);
  EXPECT_EQ(changed("kid", 5), CertificateRefusal::kJwsInvalid);
  EXPECT_EQ(changed("kid", "another"), CertificateRefusal::kSignerUnknown);
  EXPECT_EQ(changed("crit", {"b64"}), CertificateRefusal::kJwsInvalid);
}

TEST_F(SmartHealthCardTest, TheSignatureIsTheIssuersOverTheseVeryBytes) {
  const std::string jws = issuer_.sign(payload_);
  EXPECT_EQ(refusal(TestCardIssuer().sign(issuer_.header(), payload_.dump())), CertificateRefusal::kSignatureInvalid);
  std::string other = jws;
  other[jws.size() - 10] = jws[jws.size() - 10] == 'A' ? 'B' : 'A';
  EXPECT_EQ(refusal(other), CertificateRefusal::kSignatureInvalid);
  EXPECT_EQ(refusal(jws + "AA"), CertificateRefusal::kSignatureInvalid);
  json forged = payload_;
  forged["iss"] = "https://cards.example/other";
  EXPECT_EQ(refusal_of(forged), CertificateRefusal::kSignerUnknown);
  // The same header and signature around another payload.
  const std::string packed = encode_base64url(deflate_raw(bytes_of(forged.dump())));
  const std::string swapped = jws.substr(0, jws.find('.') + 1) + packed + jws.substr(jws.rfind('.'));
  EXPECT_TRUE(refusal(swapped));
}

TEST_F(SmartHealthCardTest, RefusesBrokenPacking) {
  const std::string text = payload_.dump();
  EXPECT_EQ(refusal(issuer_.sign_bytes(issuer_.header(), bytes_of(text))), CertificateRefusal::kCompressionInvalid);
  const Bytes bomb = deflate_raw(Bytes(kMaxCardUnpackedBytes + 1, ' '));
  EXPECT_EQ(refusal(issuer_.sign_bytes(issuer_.header(), bomb)), CertificateRefusal::kCompressionInvalid);
  EXPECT_EQ(refusal(issuer_.sign(issuer_.header(), text + "x")), CertificateRefusal::kJsonInvalid);
  EXPECT_EQ(refusal(issuer_.sign(issuer_.header(), "[]")), CertificateRefusal::kSchemaInvalid);
  EXPECT_TRUE(verify(issuer_.sign(issuer_.header(), "\xef\xbb\xbf" + text)).verified);
}

TEST_F(SmartHealthCardTest, TheIssuerIsAnHttpsUrlWithoutSlash) {
  for (const char* issuer :
       {"http://cards.example/issuer", "https://cards.example/issuer/", "cards.example", "https://", ""}) {
    payload_["iss"] = issuer;
    EXPECT_EQ(refusal_of(payload_), CertificateRefusal::kIssuerInvalid) << issuer;
  }
  payload_["iss"] = 5;
  EXPECT_EQ(refusal_of(payload_), CertificateRefusal::kSchemaInvalid);
}

TEST_F(SmartHealthCardTest, TimesCountToTheMillisecond) {
  const WallTime from = parse_iso_time("2021-11-01T00:00:00.500Z").value();
  payload_["exp"] = 1651363200;  // 2022-05-01
  const std::string jws = issuer_.sign(payload_);
  using std::chrono::milliseconds;
  EXPECT_EQ(refusal(jws, from - milliseconds(1)), CertificateRefusal::kNotYetValid);
  EXPECT_EQ(refusal(jws, from), std::nullopt);
  const WallTime until = parse_iso_time("2022-05-01").value();
  EXPECT_EQ(refusal(jws, until - milliseconds(1)), std::nullopt);
  EXPECT_EQ(refusal(jws, until), CertificateRefusal::kExpired);
}

TEST_F(SmartHealthCardTest, TimesInMillisecondsAreFarInTheFuture) {
  payload_["exp"] = 1651363200000;
  EXPECT_EQ(refusal_of(payload_), std::nullopt);
  payload_["nbf"] = 1635724800000;
  EXPECT_EQ(refusal_of(payload_), CertificateRefusal::kNotYetValid);
  payload_["nbf"] = 1e300;
  EXPECT_EQ(refusal_of(payload_), CertificateRefusal::kNotYetValid);
  for (const json& wrong : {json("1635724800"), json(-1), json(nullptr), json(true)}) {
    payload_["nbf"] = wrong;
    EXPECT_EQ(refusal_of(payload_), CertificateRefusal::kSchemaInvalid) << wrong;
  }
}

TEST_F(SmartHealthCardTest, MustCallItselfAHealthCard) {
  payload_["vc"]["type"] = {"https://smarthealth.cards#immunization"};
  const auto result = verify(issuer_.sign(payload_));
  EXPECT_EQ(result.refusal, CertificateRefusal::kSchemaInvalid);
  EXPECT_EQ(result.failed_check, "payload");
  EXPECT_EQ(result.checks.back().name, "schema");  // looked into all the same
}

TEST_F(SmartHealthCardTest, RevokedCardsAreRefused) {
  payload_["vc"]["rid"] = "MKyCxh7p6uQ";
  const std::string jws = issuer_.sign(payload_);
  EXPECT_EQ(refusal(jws), std::nullopt);
  revoke({"AAAA"});
  EXPECT_EQ(refusal(jws), std::nullopt);
  revoke({"AAAA", "MKyCxh7p6uQ"});
  EXPECT_EQ(refusal(jws), CertificateRefusal::kRevoked);
  revoke({"MKyCxh7p6uQ.1635724800"});  // half a second before it was issued
  EXPECT_EQ(refusal(jws), std::nullopt);
  revoke({"MKyCxh7p6uQ.1635724801"});
  EXPECT_EQ(refusal(jws), CertificateRefusal::kRevoked);
  EXPECT_EQ(refusal_of(test_card_payload()), std::nullopt);  // without a rid nothing can revoke it
}

TEST_F(SmartHealthCardTest, WithAnUnusableRevocationListNobodyKnows) {
  const std::string jws = issuer_.sign(payload_);
  const auto invalid = CertificateRefusal::kRevocationListInvalid;
  revoke({"A"}, {{"method", "other"}});
  EXPECT_EQ(refusal(jws), invalid);
  revoke({"A"}, {{"kid", "other"}});
  EXPECT_EQ(refusal(jws), invalid);
  revoke({"A"}, {{"ctr", "one"}});
  EXPECT_EQ(refusal(jws), invalid);
  for (const char* rid :
       {"", "a+b", "a=", "1234567890123456789012345", "AAAA.", "AAAA.x", "AAAA.1.2", "AAAA.-1", "AAAA.nan"}) {
    revoke({rid});
    EXPECT_EQ(refusal(jws), invalid) << rid;
  }
  revoke("AAAA");
  EXPECT_EQ(refusal(jws), invalid);
}

TEST_F(SmartHealthCardTest, TheListMustCountAsFarAsTheKeySays) {
  const std::string jws = issuer_.sign(payload_);
  json jwk = issuer_.jwk();
  jwk["crlVersion"] = 2;
  publish(trust_.path(), "jwks.json", {{"keys", {jwk}}});
  EXPECT_EQ(refusal(jws), std::nullopt);  // no list at all: staff are told
  revoke(json::array());
  EXPECT_EQ(refusal(jws), CertificateRefusal::kRevocationListInvalid);
  revoke(json::array(), {{"ctr", "2"}});
  EXPECT_EQ(refusal(jws), std::nullopt);
  revoke(json::array(), {{"ctr", 3}});
  EXPECT_EQ(refusal(jws), CertificateRefusal::kRevocationListInvalid);
}

TEST_F(SmartHealthCardTest, CardsOfOnePersonArePutTogether) {
  json booster = payload_;
  bundle_of(booster)["entry"][1]["resource"] = test_immunization("208", "2021-10-01");
  booster["nbf"] = 1636000000;
  booster["exp"] = 1700000000;
  const auto result = verify(issuer_.sign(booster) + "\n" + numeric_text(issuer_.sign(payload_)));
  ASSERT_TRUE(result.verified) << result.detail;
  const Certificate& card = result.verified->certificate();
  ASSERT_EQ(card.immunisations.size(), 3u);  // the dose both list is one
  EXPECT_EQ(card.immunisations[2].product, "EU/1/20/1528");
  EXPECT_EQ(card.immunisations[2].dose_number, 3);
  EXPECT_EQ(card.issued_at, WallTime(std::chrono::seconds(1636000000)));
  EXPECT_EQ(card.expires_at, WallTime(std::chrono::seconds(1700000000)));
}

TEST_F(SmartHealthCardTest, OtherPeoplesCardsMustHoldButCountForNobody) {
  json other = payload_;
  bundle_of(other)["entry"][0]["resource"]["birthDate"] = "1991-01-01";
  bundle_of(other)["entry"][1]["resource"] = test_immunization("208", "2021-10-01");
  const auto result = verify(issuer_.sign(payload_) + ' ' + issuer_.sign(other));
  ASSERT_TRUE(result.verified) << result.detail;
  EXPECT_EQ(result.verified->certificate().holder.birth_date, "1990-02-03");
  EXPECT_EQ(result.verified->certificate().immunisations.size(), 2u);
  EXPECT_EQ(refusal(issuer_.sign(payload_) + ' ' + TestCardIssuer().sign(other)), CertificateRefusal::kSignerUnknown);
}

TEST_F(SmartHealthCardTest, ContentWithoutASignatureIsRefusedAndChecked) {
  const auto fails = [](const CertificateVerification& result, std::string_view name) {
    return std::ranges::any_of(result.checks, [&](const auto& check) { return check.name == name && !check.passed; });
  };
  auto result = verify(payload_.dump());
  EXPECT_EQ(result.refusal, CertificateRefusal::kJwsInvalid);
  EXPECT_FALSE(fails(result, "payload") || fails(result, "schema"));
  bundle_of(payload_)["type"] = "unheard of";
  payload_["exp"] = 5;
  result = verify(payload_.dump());
  EXPECT_EQ(result.refusal, CertificateRefusal::kJwsInvalid);
  EXPECT_TRUE(fails(result, "schema") && fails(result, "expired"));
  EXPECT_TRUE(fails(verify(bundle_of(payload_).dump()), "schema"));
}

}  // namespace
}  // namespace gate
