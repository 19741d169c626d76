#include "certificates/eu_dcc/eu_dcc_schema.h"

#include <gtest/gtest.h>

#include <cmath>

#include "common/iso_time.h"
#include "unit/certificates/test_dcc.h"

namespace gate {
namespace {

Result<Certificate> read(const std::string& group, const CborMap& entry) {
  return read_eu_dcc_content(test_content(group, CborArray{entry}));
}

Result<Certificate> with(const std::string& group, CborMap entry, const char* field, std::optional<CborValue> value) {
  set(entry, field, std::move(value));
  return read(group, entry);
}

TEST(EuDccSchema, ReadsAVaccination) {
  const Certificate certificate = read("v", test_vaccination()).value();
  EXPECT_EQ(certificate.holder.family_name, "Müller");
  EXPECT_EQ(certificate.holder.given_name_transliterated, "AENNE");
  EXPECT_EQ(certificate.holder.birth_date, "1990-02-03");
  EXPECT_EQ(certificate.identifier, "URN:UVCI:01:JP:TEST#1");
  ASSERT_EQ(certificate.immunisations.size(), 1u);
  const Immunisation& dose = certificate.immunisations[0];
  EXPECT_EQ(dose.product, "EU/1/20/1528");
  EXPECT_EQ(dose.prophylaxis, "1119349007");
  EXPECT_EQ(dose.disease, "840539006");
  EXPECT_EQ(dose.dose_number, 2);
  EXPECT_EQ(dose.doses_in_series, 2);
  EXPECT_EQ(dose.date, std::chrono::year(2021) / 9 / 1);
  EXPECT_EQ(dose.country, "JP");
}

TEST(EuDccSchema, ReadsATest) {
  const Certificate certificate = read("t", test_test()).value();
  ASSERT_EQ(certificate.tests.size(), 1u);
  EXPECT_EQ(certificate.tests[0].kind, "LP6464-4");
  EXPECT_EQ(certificate.tests[0].result, "260415000");
  EXPECT_EQ(iso_time(certificate.tests[0].sampled_at), "2021-11-01T00:30:00.000Z");
}

TEST(EuDccSchema, ReadsARecovery) {
  const Certificate certificate = read("r", test_recovery()).value();
  ASSERT_EQ(certificate.recoveries.size(), 1u);
  EXPECT_EQ(certificate.recoveries[0].first_positive, std::chrono::year(2021) / 8 / 1);
  EXPECT_EQ(certificate.recoveries[0].valid_from, std::chrono::year(2021) / 8 / 12);
  EXPECT_EQ(certificate.recoveries[0].valid_until, std::chrono::year(2022) / 1 / 28);
}

TEST(EuDccSchema, NamesEveryRequiredFieldThatIsMissingOrOfAnotherKind) {
  const std::map<std::string, std::pair<CborMap, std::vector<const char*>>> groups{
      {"v", {test_vaccination(), {"tg", "vp", "mp", "ma", "dn", "sd", "dt", "co", "is", "ci"}}},
      {"t", {test_test(), {"tg", "tt", "sc", "tr", "co", "is", "ci"}}},
      {"r", {test_recovery(), {"tg", "fr", "co", "is", "df", "du", "ci"}}}};
  for (const auto& [group, content] : groups) {
    for (const char* field : content.second) {
      for (const auto& value :
           std::vector<std::optional<CborValue>>{std::nullopt, CborValue::null(), CborArray{}, true}) {
        const auto result = with(group, content.first, field, value);
        ASSERT_FALSE(result) << group << field;
        EXPECT_EQ(result.error().code, ErrorCode::kInvalidInput);
        EXPECT_TRUE(result.error().message.starts_with(group + "." + field + ": ")) << result.error().message;
      }
    }
  }
}

TEST(EuDccSchema, TakesCountsAsWholeNumbersOfAnyKindWithinRange) {
  for (const CborValue& count : {CborValue(1), CborValue(99), CborValue(1.0), CborValue(2.0)}) {
    EXPECT_TRUE(with("v", test_vaccination(), "dn", count));
    EXPECT_TRUE(with("v", test_vaccination(), "sd", count));
  }
  for (const CborValue& count : {CborValue(0), CborValue(-1), CborValue(100), CborValue(1.5), CborValue(1e300),
                                 CborValue(std::nan("")), CborValue("2"), CborValue(18446744073709551615U)}) {
    EXPECT_FALSE(with("v", test_vaccination(), "dn", count));
    EXPECT_FALSE(with("v", test_vaccination(), "sd", count));
  }
}

TEST(EuDccSchema, TakesDatesAsIssuersWriteThem) {
  for (const CborValue& date : {CborValue("2021-09-01"), CborValue(" 2021-09-01 "), CborValue("2021-09-01T00:00:00"),
                                CborValue("2021-09-01T22:15:00+02:00"), CborValue::tagged(0, "2021-09-01"),
                                CborValue::tagged(1004, "2021-09-01")}) {
    const auto result = with("v", test_vaccination(), "dt", date);
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_EQ(result->immunisations[0].date, std::chrono::year(2021) / 9 / 1);
  }
  for (const char* date :
       {"", "2021", "2021-09", "2021-9-1", "01.09.2021", "2021-02-29", "2021-13-01", "2021-09-012", "2021-09-01x"}) {
    EXPECT_FALSE(with("v", test_vaccination(), "dt", date)) << date;
  }
  EXPECT_FALSE(with("v", test_vaccination(), "dt", CborValue::tagged(1, "2021-09-01")));
}

TEST(EuDccSchema, TakesTimesOfSamplesAsIssuersWriteThem) {
  for (const CborValue& time :
       {CborValue("2021-06-11T15:30:00Z"), CborValue("2021-06-11T17:30:00+02:00"), CborValue("2021-06-11T17:30:00+02"),
        CborValue("2021-06-11T17:30:00+0200"), CborValue("2021-06-11T17:30:00 +02:00"), CborValue("2021-06-11T15:30Z"),
        CborValue("2021-06-11T17:30+02:00"), CborValue("2021-06-11T15:30"), CborValue("2021-06-11T15:30:00.000Z"),
        CborValue("2021-06-11T15:30:00"), CborValue::tagged(0, "2021-06-11T15:30:00Z")}) {
    const auto result = with("t", test_test(), "sc", time);
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_EQ(iso_time(result->tests[0].sampled_at), "2021-06-11T15:30:00.000Z");
  }
  for (const char* time : {"2021-06-11", "15:30", "2021-06-11T25:30:00Z", "2021-06-31T15:30:00Z", ""}) {
    EXPECT_FALSE(with("t", test_test(), "sc", time)) << time;
  }
}

TEST(EuDccSchema, AnIdentifierStaysAsItWasIssued) {
  const auto result = with("v", test_vaccination(), "ci", " URN:UVCI:01:JP:1 ");
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(result->identifier, " URN:UVCI:01:JP:1 ");
  for (const char* empty : {"", " \r\n"}) EXPECT_FALSE(with("v", test_vaccination(), "ci", empty));
}

TEST(EuDccSchema, TrimsWhatIsPadded) {
  EXPECT_EQ(with("v", test_vaccination(), "mp", "EU/1/20/1528 ")->immunisations[0].product, "EU/1/20/1528");
}

TEST(EuDccSchema, BirthDatesMayBePartialOrEmpty) {
  const auto birth = [](std::optional<CborValue> value) {
    CborMap content = test_content("v", CborArray{test_vaccination()});
    set(content, "dob", std::move(value));
    return read_eu_dcc_content(content);
  };
  for (const char* date : {"", "1990", "1990-02", "1990-02-03", "2099-12-31"}) {
    EXPECT_EQ(birth(date)->holder.birth_date, date);
  }
  EXPECT_EQ(birth("1990-02-03T00:00:00")->holder.birth_date, "1990-02-03");
  EXPECT_EQ(birth("1990-02-03 00:00:00")->holder.birth_date, "1990-02-03");
  for (const char* date : {"1", "90", "1899-01-01", "2100-01-01", "1990-2-3", "1990/02/03", "1990-", "19900203"}) {
    EXPECT_FALSE(birth(date)) << date;
  }
  EXPECT_FALSE(birth(std::nullopt));
  EXPECT_FALSE(birth(19900203));
}

TEST(EuDccSchema, NeedsTheTransliteratedFamilyNameAlone) {
  const auto named = [](const CborValue& name, const char* version = "1.3.0") {
    CborMap content = test_content("v", CborArray{test_vaccination()});
    set(content, "nam", name);
    set(content, "ver", version);
    return read_eu_dcc_content(content);
  };
  for (const char* version : {"1.3.1", "1.10.0", "2.0.0"}) {  // from 1.3.1 on the given name will do
    EXPECT_TRUE(named(CborMap{{"gnt", "AENNE"}}, version)) << version;
    EXPECT_FALSE(named(CborMap{{"gn", "Änne"}}, version)) << version;
  }
  EXPECT_FALSE(named(CborMap{{"gnt", "AENNE"}}, "1.2.1"));
  EXPECT_TRUE(named(CborMap{{"fnt", "MUELLER"}}));
  EXPECT_TRUE(named(CborMap{{"fnt", "MUELLER"}, {"gn", CborValue::null()}, {"gnt", CborValue::undefined()}}));
  EXPECT_FALSE(named(CborMap{{"fn", "Müller"}, {"gnt", "AENNE"}}));
  EXPECT_FALSE(named(CborArray{}));
  EXPECT_FALSE(named(CborValue::null()));
}

TEST(EuDccSchema, TheVersionIsThreeNumbers) {
  CborMap content = test_content("v", CborArray{test_vaccination()});
  for (const char* version : {"1.0.0", "1.3.0 ", "10.20.30"}) {
    set(content, "ver", version);
    EXPECT_TRUE(read_eu_dcc_content(content)) << version;
  }
  for (const char* version : {"", "1", "1.3", "1.3.", "1.3.0.0", "1.-3.0", "v1.3.0", "99999999999.0.0"}) {
    set(content, "ver", version);
    EXPECT_FALSE(read_eu_dcc_content(content)) << version;
  }
}

TEST(EuDccSchema, GroupsMayBeNullButNotAllEmpty) {
  CborMap content = test_content("v", CborArray{test_vaccination()});
  set(content, "t", CborValue::null());
  set(content, "r", CborArray{});
  EXPECT_TRUE(read_eu_dcc_content(content));
  set(content, "v", CborArray{});
  EXPECT_FALSE(read_eu_dcc_content(content));
  set(content, "v", CborMap{});
  EXPECT_FALSE(read_eu_dcc_content(content));
  EXPECT_FALSE(read_eu_dcc_content(CborArray{}));
  EXPECT_FALSE(read_eu_dcc_content(5));
}

TEST(EuDccSchema, NeverRepeatsAValueInAMessage) {
  const auto result = with("v", test_vaccination(), "dt", "SECRET");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().message, "v.dt: must be a date");
}

}  // namespace
}  // namespace gate
