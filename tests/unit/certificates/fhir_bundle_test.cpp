#include "certificates/smart_health_card/fhir_bundle.h"

#include <gtest/gtest.h>

#include "common/iso_time.h"
#include "unit/certificates/test_card.h"

namespace gate {
namespace {

using nlohmann::json;

class FhirBundleTest : public ::testing::Test {
 protected:
  json& resource(std::size_t entry) { return bundle_["entry"][entry]["resource"]; }
  void add(const json& resource) { bundle_["entry"].push_back({{"fullUrl", "resource:9"}, {"resource", resource}}); }
  // Empty when it holds.
  std::string problem() const {
    const auto content = read_fhir_bundle(bundle_);
    return content ? "" : content.error().message;
  }
  Certificate read() const {
    Certificate content = read_fhir_bundle(bundle_).value();
    number_doses(content);
    return content;
  }

  json payload_ = test_card_payload();
  json& bundle_ = bundle_of(payload_);
};

TEST_F(FhirBundleTest, OnlyCompletedPotentAndDatedDosesCount) {
  ASSERT_EQ(read().immunisations.size(), 2u);
  resource(1)["status"] = "entered-in-error";
  EXPECT_EQ(read().immunisations.size(), 1u);
  EXPECT_EQ(read().immunisations[0].dose_number, 1);
  resource(1)["status"] = "completed";
  resource(1)["isSubpotent"] = true;
  EXPECT_EQ(read().immunisations.size(), 1u);
  resource(2)["occurrenceDateTime"] = "2021-01";
  EXPECT_EQ(read().immunisations.size(), 0u);
  resource(2)["occurrenceDateTime"] = "2021-01-29T23:30:00-05:00";
  ASSERT_EQ(read().immunisations.size(), 1u);
  EXPECT_EQ(read().immunisations[0].date, std::chrono::year(2021) / 1 / 29);  // where it was given
}

TEST_F(FhirBundleTest, DosesAreNumberedByTheirDays) {
  resource(1)["occurrenceDateTime"] = "2021-06-01";
  add(test_immunization("208", "2021-06-01"));
  add(test_immunization("140", "2021-03-01"));
  add(test_immunization("207", "2021-06-01"));
  const auto doses = read().immunisations;
  ASSERT_EQ(doses.size(), 4u);  // the same dose listed twice is one
  EXPECT_EQ(doses[0].dose_number, 1);
  EXPECT_EQ(doses[1].product, "cvx:140");  // influenza
  EXPECT_EQ(doses[1].dose_number, 0);
  EXPECT_EQ(doses[1].disease, "");
  EXPECT_EQ(doses[2].dose_number, 2);
  EXPECT_EQ(doses[3].dose_number, 2);
}

TEST_F(FhirBundleTest, OtherCodeSystemsKeepTheirCode) {
  json& coding = resource(1)["vaccineCode"]["coding"];
  const auto product = [&](const char* system, const char* code) {
    coding = json::array({{{"system", system}, {"code", code}}});
    return read().immunisations[0].product;
  };
  EXPECT_EQ(product("http://id.who.int/icd11/mms", "XM8NQ0"), "EU/1/20/1528");
  EXPECT_EQ(product("http://id.who.int/icd/release/11/mms", "XM0GQ8"), "icd11:XM0GQ8");
  EXPECT_EQ(product("http://snomed.info/sct", "28581000087106"), "snomed:28581000087106");
  EXPECT_EQ(product("https://www.gs1.org/gtin", "00300000000001"), "gtin:00300000000001");
  EXPECT_EQ(product("http://elsewhere.example", "x"), "code:x");
  coding.push_back({{"system", "http://hl7.org/fhir/sid/cvx"}, {"code", "212"}});
  EXPECT_EQ(read().immunisations[0].product, "EU/1/20/1525");  // the one the table knows
}

TEST_F(FhirBundleTest, TestResultsSpeakTheEuVocabulary) {
  add(test_observation("94845-5", "260415000", "2021-12-01T08:00:00+01:00"));
  add(test_observation("97097-0", "10828004", "2021-12-02"));
  add(test_observation("94563-4", "260373001", "2021-12-02"));  // antibodies
  const auto tests = read().tests;
  ASSERT_EQ(tests.size(), 2u);
  EXPECT_EQ(tests[0].kind, "LP6464-4");
  EXPECT_EQ(tests[0].result, "260415000");
  EXPECT_EQ(tests[0].disease, "840539006");
  EXPECT_EQ(iso_time(tests[0].sampled_at), "2021-12-01T07:00:00.000Z");
  EXPECT_EQ(tests[0].certificate_issuer, "City Laboratory");
  EXPECT_EQ(tests[1].kind, "LP217198-3");
  EXPECT_EQ(tests[1].result, "260373001");
}

TEST_F(FhirBundleTest, TestsThatAreNoResultDoNotCount) {
  add(test_observation("94845-5", "260415000", "2021-12-01"));
  resource(3)["status"] = "preliminary";
  EXPECT_TRUE(read().tests.empty());
  resource(3)["status"] = "corrected";
  EXPECT_EQ(read().tests.size(), 1u);
  resource(3)["valueCodeableConcept"]["coding"][0]["code"] = "419984006";  // inconclusive
  EXPECT_TRUE(read().tests.empty());
  resource(3).erase("valueCodeableConcept");
  resource(3)["valueString"] = "not detected";
  EXPECT_TRUE(read().tests.empty());
  resource(3).erase("effectiveDateTime");
  resource(3)["effectivePeriod"] = {{"start", "2021-12-01"}};
  EXPECT_TRUE(read().tests.empty());
  EXPECT_EQ(read().immunisations.size(), 2u);
  resource(3)["status"] = "Final";
  EXPECT_NE(problem().find("Observation.status"), std::string::npos);
}

TEST_F(FhirBundleTest, DosesOfADayInWordsOrOfNoneDoNotCount) {
  resource(1).erase("occurrenceDateTime");
  EXPECT_NE(problem().find("occurrenceDateTime"), std::string::npos);
  resource(1)["occurrenceString"] = "in spring";
  EXPECT_EQ(read().immunisations.size(), 1u);
  resource(1).erase("occurrenceString");
  resource(1)["_occurrenceDateTime"] = {
      {"extension",
       {{{"url", "http://hl7.org/fhir/StructureDefinition/data-absent-reason"}, {"valueCode", "unknown"}}}}};
  resource(1)["status"] = "not-done";
  EXPECT_EQ(read().immunisations.size(), 1u);
}

TEST_F(FhirBundleTest, NamesWhatIsWrongAndNeverItsValue) {
  const json good = bundle_;
  const auto expect = [&](const char* pointer, const json& value, std::string_view part) {
    bundle_ = good;
    bundle_[json::json_pointer(pointer)] = value;
    EXPECT_NE(problem().find(part), std::string::npos) << pointer << ": " << problem();
    EXPECT_EQ(problem().find("secret"), std::string::npos) << problem();
  };
  expect("/resourceType", "secret", "resourceType");
  expect("/type", "secret", "type");
  expect("/entry/1/resource/lotNumber", 5, "lotNumber: must be a text");
  expect("/entry/1/resource/isSubpotent", "secret", "isSubpotent: must be true or false");
  expect("/entry/1/resource/performer", {{"display", "secret"}}, "performer: must be an array");
  expect("/entry/0/resource/multipleBirthInteger", "secret", "multipleBirthInteger: must be a number");
  expect("/entry", json::array(), "entry");
  expect("/entry/1", 5, "entry 1");
  expect("/entry/1/resource", "secret", "entry 1");
  expect("/entry/1/resource/status", "secret", "entry 1 Immunization.status");
  expect("/entry/1/resource/status", "Completed", "status");
  expect("/entry/1/resource/lotNumber", "", "lotNumber: is empty");
  expect("/entry/1/resource/performer/0/actor", json::object(), "actor: is empty");
  expect("/entry/1/resource/vaccineCode", json::object(), "vaccineCode: is empty");
  expect("/entry/1/resource/vaccineCode/coding", json::array(), "coding: is empty");
  expect("/entry/1/resource/vaccineCode/coding/0", {{"code", "207"}}, "vaccineCode");
  expect("/entry/1/resource/vaccineCode/coding/0/secret", 1, "no coding");
  expect("/entry/1/resource/occurrenceDateTime", "01-02-2021", "occurrenceDateTime");
  expect("/entry/1/resource/occurrenceDateTime", "2021-02-30", "occurrenceDateTime");
  expect("/entry/1/resource/patient", "secret", "patient");
  expect("/entry/1/resource/meta", {{"security", {{{"secret", "IAL1"}}}}}, "meta.security");
  expect("/entry/0/resource/birthDate", "1990-13-01", "birthDate");
  expect("/entry/0/resource/birthDate", "1990-02-03T00:00:00Z", "birthDate");
  expect("/entry/0/resource/name", "secret", "name");
  expect("/entry/0/resource/name/0", "secret", "name");
}

TEST_F(FhirBundleTest, MessagesHoldNamesButNotWhateverAForgerCallsThem) {
  resource(1)["\x1b[2J" + std::string(1000, 'x')] = "";
  EXPECT_LT(problem().size(), 100u);
  EXPECT_EQ(problem().find('\x1b'), std::string::npos);
}

TEST_F(FhirBundleTest, WhatIsUnusualIsNoFault) {
  resource(1)["meta"] = {{"security", {{{"system", "https://smarthealth.cards/ial"}, {"code", "IAL2"}}}},
                         {"versionId", "1"}};
  resource(1)["id"] = "x";
  resource(1)["vaccineCode"]["text"] = "vaccine";
  resource(1)["patient"]["reference"] = "Patient/somewhere";
  bundle_["entry"][1].erase("fullUrl");
  bundle_["type"] = "document";
  resource(1)["unknownElement"] = 5;
  add({{"resourceType", "Location"}});
  EXPECT_EQ(problem(), "");
}

TEST_F(FhirBundleTest, WhoseStatementsTheyAreMustBeBeyondDoubt) {
  const json patient = resource(0);
  resource(0).erase("birthDate");
  EXPECT_NE(problem().find("birthDate"), std::string::npos);
  resource(0) = patient;
  resource(0).erase("name");
  EXPECT_NE(problem().find("name"), std::string::npos);
  resource(0) = patient;
  add(patient);
  EXPECT_NE(problem().find("2 Patients"), std::string::npos);
  bundle_["entry"] = json::array({{{"resource", {{"resourceType", "Location"}}}}});
  EXPECT_EQ(problem(), "");  // states nothing about anybody
}

TEST_F(FhirBundleTest, TheOfficialNameIsPreferred) {
  resource(0)["name"] = {{{"family", "Maiden"}, {"use", "old"}}, {{"family", "Now"}, {"use", "official"}}};
  EXPECT_EQ(read().holder.family_name, "Now");
  resource(0)["name"] = {{{"text", "Whole Name"}}};
  EXPECT_EQ(read().holder.family_name, "Whole Name");
}

}  // namespace
}  // namespace gate
