#include "rules/rule_payload.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "common/iso_time.h"

namespace gate {
namespace {

using Json = nlohmann::json;
using namespace std::chrono_literals;

Certificate dcc() {
  Certificate certificate;
  certificate.format = CertificateFormat::kEuDcc;
  certificate.issuer = "AT";
  certificate.schema_version = "1.3.0";
  certificate.holder = {"Musterfrau", "Gabriele", "MUSTERFRAU", "GABRIELE", "1998-02"};
  return certificate;
}

TEST(RulePayload, AVaccinationReadsAsItDidInTheDcc) {
  Certificate certificate = dcc();
  certificate.immunisations.push_back({.product = "EU/1/20/1528",
                                       .prophylaxis = "1119349007",
                                       .disease = "840539006",
                                       .dose_number = 1,
                                       .doses_in_series = 2,
                                       .date = 2021y / 2 / 18,
                                       .country = "AT",
                                       .manufacturer = "ORG-100030215",
                                       .certificate_issuer = "Ministry of Health, Austria",
                                       .identifier = "URN:UVCI:01:AT:10807843F94AEE0EE5093FBC254BD813#B"});
  EXPECT_EQ(rule_payload(certificate, RuleSubject::kVaccination), Json::parse(R"({
    "ver": "1.3.0", "dob": "1998-02",
    "nam": {"fn": "Musterfrau", "gn": "Gabriele", "fnt": "MUSTERFRAU", "gnt": "GABRIELE"},
    "v": [{"tg": "840539006", "vp": "1119349007", "mp": "EU/1/20/1528", "ma": "ORG-100030215", "dn": 1, "sd": 2,
           "dt": "2021-02-18", "co": "AT", "is": "Ministry of Health, Austria",
           "ci": "URN:UVCI:01:AT:10807843F94AEE0EE5093FBC254BD813#B"}]})"));
  EXPECT_EQ(issuer_country(certificate, RuleSubject::kVaccination), "AT");
}

TEST(RulePayload, ATestAndARecoveryLikewise) {
  Certificate certificate = dcc();
  certificate.tests.push_back({.kind = "LP217198-3",
                               .disease = "840539006",
                               .result = "260415000",
                               .sampled_at = parse_iso_time("2021-02-20T12:34:56Z").value(),
                               .country = "AT",
                               .device = "1232",
                               .centre = "Testing center Vienna 1"});
  certificate.recoveries.push_back({.disease = "840539006",
                                    .first_positive = 2021y / 2 / 20,
                                    .valid_from = 2021y / 4 / 4,
                                    .valid_until = 2021y / 10 / 4,
                                    .country = "AT"});
  EXPECT_EQ(rule_payload(certificate, RuleSubject::kTest)["t"], Json::parse(R"([{"tg": "840539006",
    "tt": "LP217198-3", "ma": "1232", "sc": "2021-02-20T12:34:56.000Z", "tr": "260415000",
    "tc": "Testing center Vienna 1", "co": "AT", "is": "AT"}])"));
  const Json recovered = rule_payload(certificate, RuleSubject::kRecovery);
  EXPECT_EQ(recovered["r"], Json::parse(R"([{"tg": "840539006", "fr": "2021-02-20", "df": "2021-04-04",
    "du": "2021-10-04", "co": "AT", "is": "AT"}])"));
  EXPECT_FALSE(recovered.contains("t")) << "one kind at a time, as in a DCC";
  EXPECT_EQ(subjects_of(certificate), (std::vector{RuleSubject::kRecovery, RuleSubject::kTest}));
}

Certificate health_card() {
  Certificate card;
  card.format = CertificateFormat::kSmartHealthCard;
  card.issuer = "https://example.com/issuer";
  for (const auto date : {2021y / 3 / 1, 2021y / 3 / 29, 2021y / 1 / 1})
    card.immunisations.push_back(
        {.product = "EU/1/20/1528", .prophylaxis = "", .disease = "840539006", .date = date, .country = "US"});
  return card;
}

TEST(RulePayload, OfSeveralDosesTheLatestCountsWithTheirNumber) {
  const Json dose = rule_payload(health_card(), RuleSubject::kVaccination)["v"][0];
  EXPECT_EQ(dose["dt"], "2021-03-29");
  EXPECT_EQ(dose["dn"], 3);
  EXPECT_EQ(dose["sd"], 2) << "the primary series of the product";
  EXPECT_EQ(dose["vp"], "1119349007");
  EXPECT_EQ(dose["ma"], "ORG-100030215");
  EXPECT_EQ(dose["is"], "https://example.com/issuer");
  EXPECT_EQ(issuer_country(health_card(), RuleSubject::kVaccination), "US");
  EXPECT_EQ(payload_schema(health_card()), "1.3.0");
}

TEST(RulePayload, ASealsIssuerIsItsCountryWhereverTheDoseWasGiven) {
  Certificate seal = health_card();
  seal.format = CertificateFormat::kVdsNc;
  seal.issuer = "JPN";
  EXPECT_EQ(issuer_country(seal, RuleSubject::kVaccination), "JP");
}

TEST(RulePayload, WhatIsNotStatedIsLeftOut) {
  Certificate card = health_card();
  card.immunisations = {{.product = "cvx:999", .prophylaxis = "", .disease = "840539006", .date = {}, .country = ""}};
  EXPECT_EQ(rule_payload(card, RuleSubject::kVaccination)["v"][0],
            Json::parse(R"({"tg": "840539006", "mp": "cvx:999", "dn": 1, "is": "https://example.com/issuer"})"));
  EXPECT_TRUE(subjects_of(Certificate{}).empty());
}

}  // namespace
}  // namespace gate
