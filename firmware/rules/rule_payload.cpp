#include "rules/rule_payload.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "certificates/country_codes.h"
#include "certificates/product_table.h"
#include "common/iso_time.h"

namespace gate {
namespace {

using Json = nlohmann::json;

/// Left out when it is not stated.
void put(Json& entry, const char* field, const std::string& text) {
  if (!text.empty()) entry[field] = text;
}

void put(Json& entry, const char* field, int number) {
  if (number > 0) entry[field] = number;
}

void put(Json& entry, const char* field, std::chrono::year_month_day date) {
  if (date.ok()) entry[field] = iso_time(std::chrono::sys_days{date}).substr(0, 10);
}

const std::string& first_stated(const std::string& one, const std::string& other) { return one.empty() ? other : one; }

/// What every entry has.
template <class Statement>
Json common_fields(const Certificate& certificate, const Statement& statement) {
  Json entry = Json::object();
  put(entry, "tg", statement.disease);
  put(entry, "co", statement.country);
  put(entry, "is", first_stated(statement.certificate_issuer, certificate.issuer));
  put(entry, "ci", first_stated(statement.identifier, certificate.identifier));
  return entry;
}

const Immunisation& latest(const std::vector<Immunisation>& doses) {
  return *std::ranges::max_element(doses, {}, [](const Immunisation& dose) { return dose.date; });
}

int doses_against(const std::string& disease, const std::vector<Immunisation>& doses) {
  return static_cast<int>(std::ranges::count(doses, disease, &Immunisation::disease));
}

Json vaccination(const Certificate& certificate) {
  const Immunisation& dose = latest(certificate.immunisations);
  const VaccineProduct* product = find_product(dose.product);
  Json entry = common_fields(certificate, dose);
  put(entry, "mp", dose.product);
  put(entry, "vp", dose.prophylaxis.empty() && product != nullptr ? product->prophylaxis : dose.prophylaxis);
  put(entry, "ma", dose.manufacturer.empty() && product != nullptr ? product->manufacturer : dose.manufacturer);
  put(entry, "dn", dose.dose_number > 0 ? dose.dose_number : doses_against(dose.disease, certificate.immunisations));
  put(entry, "sd", dose.doses_in_series > 0 || product == nullptr ? dose.doses_in_series : product->doses_in_series);
  put(entry, "dt", dose.date);
  return entry;
}

Json test(const Certificate& certificate) {
  const TestResult& result = *std::ranges::max_element(certificate.tests, {}, &TestResult::sampled_at);
  Json entry = common_fields(certificate, result);
  put(entry, "tt", result.kind);
  put(entry, "tr", result.result);
  put(entry, "sc", iso_time(result.sampled_at));
  put(entry, "nm", result.name);
  put(entry, "ma", result.device);
  put(entry, "tc", result.centre);
  return entry;
}

Json recovery(const Certificate& certificate) {
  const auto first_positive = [](const Recovery& entry) { return entry.first_positive; };
  const Recovery& recovered = *std::ranges::max_element(certificate.recoveries, {}, first_positive);
  Json entry = common_fields(certificate, recovered);
  put(entry, "fr", recovered.first_positive);
  put(entry, "df", recovered.valid_from);
  put(entry, "du", recovered.valid_until);
  return entry;
}

Json name(const Holder& holder) {
  Json name = Json::object();
  put(name, "fn", holder.family_name);
  put(name, "gn", holder.given_name);
  put(name, "fnt", holder.family_name_transliterated);
  put(name, "gnt", holder.given_name_transliterated);
  return name;
}

const std::string& country_of(const Certificate& certificate, RuleSubject subject) {
  if (subject == RuleSubject::kVaccination) return latest(certificate.immunisations).country;
  return subject == RuleSubject::kTest ? certificate.tests.front().country : certificate.recoveries.front().country;
}

}  // namespace

std::vector<RuleSubject> subjects_of(const Certificate& certificate) {
  std::vector<RuleSubject> subjects;
  if (!certificate.immunisations.empty()) subjects.push_back(RuleSubject::kVaccination);
  if (!certificate.recoveries.empty()) subjects.push_back(RuleSubject::kRecovery);
  if (!certificate.tests.empty()) subjects.push_back(RuleSubject::kTest);
  return subjects;
}

Json rule_payload(const Certificate& certificate, RuleSubject subject) {
  Json payload{
      {"ver", payload_schema(certificate)}, {"nam", name(certificate.holder)}, {"dob", certificate.holder.birth_date}};
  if (subject == RuleSubject::kVaccination) payload["v"] = Json::array({vaccination(certificate)});
  if (subject == RuleSubject::kTest) payload["t"] = Json::array({test(certificate)});
  if (subject == RuleSubject::kRecovery) payload["r"] = Json::array({recovery(certificate)});
  return payload;
}

std::string payload_schema(const Certificate& certificate) {
  return certificate.format == CertificateFormat::kEuDcc ? certificate.schema_version : "1.3.0";
}

std::string issuer_country(const Certificate& certificate, RuleSubject subject) {
  if (certificate.issuer.size() == 2) return certificate.issuer;
  const std::string_view of_travel_document = two_letter_country(certificate.issuer);
  return of_travel_document.empty() ? country_of(certificate, subject) : std::string(of_travel_document);
}

}  // namespace gate
