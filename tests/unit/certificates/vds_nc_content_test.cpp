// What a seal says, once it is believed.
#include "unit/certificates/vds_nc_fixture.h"

namespace gate {
namespace {

TEST_F(VdsNcTest, SignedContentMustFitTheReport) {
  for (const auto& [pointer, value] :
       std::vector<std::pair<const char*, json>>{{"/msg/uvci", nullptr},
                                                 {"/msg/pid/n", ""},
                                                 {"/msg/pid", json::array()},
                                                 {"/msg/pid/dob", "03.02.1990"},
                                                 {"/msg/pid/dob", 1990},
                                                 {"/msg/pid/dob", "1990-02-31"},
                                                 {"/msg/ve", json::array()},
                                                 {"/msg/ve", json::object()},
                                                 {"/msg/ve/0", 5},
                                                 {"/msg/ve/0/des", nullptr},
                                                 {"/msg/ve/0/vd", json::array()},
                                                 {"/msg/ve/0/vd/0/dvc", "2021-06"},
                                                 {"/msg/ve/0/vd/0/dvc", "2021-02-30"},
                                                 {"/msg/ve/0/vd/0/seq", 0},
                                                 {"/msg/ve/0/vd/0/seq", 100},
                                                 {"/msg/ve/0/vd/0/seq", "x"},
                                                 {"/msg/ve/0/vd/0/seq", 1.5},
                                                 {"/msg/ve/0/vd/0/ctr", nullptr},
                                                 {"/msg/ve/0/nam", std::string(513, 'x')}}) {
    EXPECT_EQ(signed_with(pointer, value), Refusal::kSchemaInvalid) << pointer << ' ' << value;
  }
}

TEST_F(VdsNcTest, NeverRepeatsAValueInADetail) {
  json data = test_vaccination_seal_data();
  data["msg"]["pid"]["dob"] = "SECRET";
  const auto result = verify(seal(data, signer_));
  EXPECT_EQ(result.detail, "pid.dob: must be a date, a month or a year");
}

TEST_F(VdsNcTest, ClassCodesAreMadeProductsByTheBrand) {
  const auto product = [&](const char* code, const char* brand) {
    json data = test_vaccination_seal_data();
    data["msg"]["ve"][0]["des"] = code;
    data["msg"]["ve"][0]["nam"] = brand;
    return verify(seal(data, signer_)).verified->certificate().immunisations[0].product;
  };
  EXPECT_EQ(product("XM0GQ8", "COMIRNATY"), "EU/1/20/1528");
  EXPECT_EQ(product("XM68M6", "COVID-19 Vaccine Moderna"), "EU/1/20/1507");
  EXPECT_EQ(product("XM9QW8", "Vaxzevria"), "EU/1/21/1529");
  EXPECT_EQ(product("XM68M6", "a vaccine"), "icd11:XM68M6");
  EXPECT_EQ(product("XM3DT5", "Comirnaty"), "EU/1/20/1507") << "a product's own code counts, not the words";
  EXPECT_EQ(product("XM28X5", "Comirnaty"), "icd11:XM28X5") << "measles";
}

TEST_F(VdsNcTest, WordsOfTestsBecomeOurs) {
  const auto outcome = [&](const char* kind, const char* result) {
    json data = test_test_seal_data();
    data["msg"]["tr"]["tc"] = kind;
    data["msg"]["tr"]["r"] = result;
    const TestResult test = verify(seal(data, signer_)).verified->certificate().tests[0];
    return test.kind + " " + test.result;
  };
  EXPECT_EQ(outcome("molecular(PCR)", "positive"), "LP6464-4 260373001");
  EXPECT_EQ(outcome("molecular(other)", "normal"), "LP6464-4 260415000");
  EXPECT_EQ(outcome("antigen", "abnormal"), "LP217198-3 260373001");
  EXPECT_EQ(outcome("antibody", "negative"), "icao:antibody icao:negative") << "says nothing about being infected";
  EXPECT_EQ(outcome("antigen", "?"), "LP217198-3 icao:?");
}

TEST_F(VdsNcTest, TakesTimesOfSamplesAsIssuersWriteThem) {
  for (const char* time : {"2021-11-30T12:00+09:00", "2021-11-30T12:00:00+09", "2021-11-30T03:00Z"}) {
    json data = test_test_seal_data();
    data["msg"]["dat"]["sc"] = time;
    const auto result = verify(seal(data, signer_));
    ASSERT_TRUE(result.verified) << time << ": " << result.detail;
    EXPECT_EQ(iso_time(result.verified->certificate().tests[0].sampled_at), "2021-11-30T03:00:00.000Z") << time;
  }
}

TEST_F(VdsNcTest, AnotherDiseaseStaysAnother) {
  json data = test_vaccination_seal_data();
  data["msg"]["ve"][0]["dis"] = "1F03";
  EXPECT_EQ(verify(seal(data, signer_)).verified->certificate().immunisations[0].disease, "icd11:1F03");
  data["msg"]["ve"][0].erase("dis");
  EXPECT_EQ(verify(seal(data, signer_)).verified->certificate().immunisations[0].disease, "840539006");
}

TEST_F(VdsNcTest, BirthDatesMayBePartlyUnknownOrMissing) {
  const auto birth = [&](const json& date) {
    json data = test_vaccination_seal_data();
    data["msg"]["pid"]["dob"] = date;
    data["msg"]["pid"]["i"] = "E1234567P";
    return verify(seal(data, signer_)).verified->certificate().holder.birth_date;
  };
  EXPECT_EQ(birth("1990-02"), "1990-02");
  EXPECT_EQ(birth("1990-XX-XX"), "1990");
  EXPECT_EQ(birth("1990-02-XX"), "1990-02");
  EXPECT_EQ(birth(nullptr), "") << "with a travel document's number";
}

TEST_F(VdsNcTest, BirthDateOrTravelDocumentMustBeStated) {
  json data = test_vaccination_seal_data();
  data["msg"]["pid"].erase("dob");
  const auto result = verify(seal(data, signer_));
  EXPECT_EQ(result.refusal, Refusal::kSchemaInvalid);
  EXPECT_EQ(result.detail, "pid.dob: missing, and no travel document (i, dn) either");
}

}  // namespace
}  // namespace gate
