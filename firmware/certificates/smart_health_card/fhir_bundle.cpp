#include "certificates/smart_health_card/fhir_bundle.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "certificates/product_table.h"
#include "certificates/smart_health_card/fhir_fields.h"
#include "certificates/smart_health_card/laboratory_table.h"
#include "common/iso_time.h"

namespace gate {

namespace {

using nlohmann::json;

constexpr std::string_view kCovid19 = "840539006";  // SNOMED CT, EU value set disease-agent-targeted
constexpr std::string_view kCvx = "http://hl7.org/fhir/sid/cvx";
constexpr std::string_view kLoinc = "http://loinc.org";
constexpr std::string_view kSnomed = "http://snomed.info/sct";
constexpr std::string_view kGtin = "https://www.gs1.org/gtin";
constexpr std::string_view kIcd11 = "http://id.who.int/icd";  // "…11/mms" and "…/release/11/mms" are seen

// FHIR R4, bundle-type. Immunisation cards are collections; a patient summary (a document) is a card too since the
// framework's change 1.3.
constexpr std::array<std::string_view, 9> kBundleTypes{
    "collection", "document", "message",        "transaction", "transaction-response",
    "batch",      "history",  "batch-response", "searchset"};
// FHIR R4, observation-status.
constexpr std::array<std::string_view, 8> kObservationStates{
    "registered", "preliminary", "final", "amended", "corrected", "cancelled", "entered-in-error", "unknown"};

template <std::size_t Size>
bool is_one_of(std::string_view text, const std::array<std::string_view, Size>& words) {
  return std::ranges::find(words, text) != words.end();
}

const VaccineProduct* find_product_by(const FhirCoding& coding) {
  if (coding.system == kCvx) return find_product_by_cvx(coding.code);
  if (coding.system.starts_with(kIcd11)) return find_product_by_icd11(coding.code);
  return nullptr;
}

// "cvx:140": of a vaccine the table does not know.
std::string own_code(const FhirCoding& coding) {
  if (coding.system == kCvx) return "cvx:" + coding.code;
  if (coding.system.starts_with(kIcd11)) return "icd11:" + coding.code;
  if (coding.system == kSnomed) return "snomed:" + coding.code;
  if (coding.system == kGtin) return "gtin:" + coding.code;
  return "code:" + coding.code;
}

void set_product(Immunisation& dose, const std::vector<FhirCoding>& codings) {
  for (const FhirCoding& coding : codings) {
    const VaccineProduct* product = find_product_by(coding);
    if (product == nullptr) continue;
    dose.product = product->product;
    dose.manufacturer = product->manufacturer;
    dose.prophylaxis = product->prophylaxis;
    dose.doses_in_series = product->doses_in_series;
    dose.disease = kCovid19;
    return;
  }
  if (!codings.empty()) dose.product = own_code(codings.front());
}

// Performer[0].actor.display, or performer[0].display of an Observation: who did it, where that is stated.
std::string performer_of(const json& resource) {
  const auto performers = resource.find("performer");
  if (performers == resource.end() || !performers->is_array() || !performers->front().is_object()) return {};
  const json& first = performers->front();
  const json& actor = first.contains("actor") && first.at("actor").is_object() ? first.at("actor") : first;
  const json display = actor.value("display", json());
  return display.is_string() ? display.get<std::string>() : std::string();
}

std::string joined(const json& names) {
  std::string all;
  for (const json& name : names.is_array() ? names : json::array({names})) {
    if (!name.is_string()) continue;
    if (!all.empty()) all += ' ';
    all += name.get<std::string>();
  }
  return all;
}

// The official name, else the first.
const json& preferred(const json& names) {
  const auto official = std::ranges::find_if(
      names, [](const json& name) { return name.is_object() && name.value("use", json()) == "official"; });
  return official == names.end() ? names.front() : *official;
}

class BundleReader {
 public:
  explicit BundleReader(const json& bundle) : bundle_(bundle) {}

  Result<Certificate> read() && {
    certificate_.format = CertificateFormat::kSmartHealthCard;
    read_entries();
    check_holder();
    if (!problem_.empty()) return fail(ErrorCode::kInvalidInput, problem_);
    return std::move(certificate_);
  }

 private:
  void read_entries();
  void read_resource(const json& resource, const std::string& place);
  void read_patient(const json& resource, const std::string& path);
  void read_name(const FhirFields& fields);
  void read_immunization(const json& resource, const std::string& path);
  void read_observation(const json& resource, const std::string& path);
  void read_test_result(const FhirFields& fields, TestResult test);
  void check_holder();
  void note(std::string_view problem) {
    if (problem_.empty()) problem_ = problem;
  }

  const json& bundle_;
  Certificate certificate_;
  std::string problem_;
  int patients_ = 0;
  bool makes_statements_ = false;
};

void BundleReader::read_entries() {
  const FhirFields root(bundle_, "Bundle", problem_);
  if (root.required_text("resourceType") != "Bundle") root.note("resourceType", "must be Bundle");
  if (!is_one_of(root.required_text("type"), kBundleTypes)) root.note("type", "not a type of FHIR");
  const json* entries = root.find("entry");
  if (entries == nullptr || !entries->is_array() || entries->empty()) return root.note("entry", "must hold resources");
  int number = 0;
  for (const json& entry : *entries) {
    const std::string place = "entry " + std::to_string(number++);
    const auto resource = entry.is_object() ? entry.find("resource") : entry.end();
    if (!entry.is_object() || resource == entry.end() || !resource->is_object()) return note(place + ": no resource");
    read_resource(*resource, place);
  }
}

void BundleReader::read_resource(const json& resource, const std::string& place) {
  const std::string type = FhirFields(resource, place, problem_).required_text("resourceType");
  const std::string path = place + ' ' + plain_name(type);
  if (const Status elements = check_fhir_elements(resource); !elements)
    return note(path + ", " + elements.error().message);
  const bool known = is_one_of<3>(type, {"Patient", "Immunization", "Observation"});
  if (const Status types = known ? check_fhir_types(resource) : Status(); !types)
    return note(path + ", " + types.error().message);
  if (type == "Patient") return read_patient(resource, path);
  if (type == "Immunization") return read_immunization(resource, path);
  if (type == "Observation") return read_observation(resource, path);
}

void BundleReader::read_patient(const json& resource, const std::string& path) {
  ++patients_;
  const FhirFields fields(resource, path, problem_);
  read_name(fields);
  if (fields.find("birthDate") == nullptr) return;
  certificate_.holder.birth_date = fields.required_date_time("birthDate");
  if (certificate_.holder.birth_date.size() > 10) fields.note("birthDate", "must be a date without a time");
}

void BundleReader::read_name(const FhirFields& fields) {
  const json* names = fields.find("name");
  if (names == nullptr) return;
  if (!names->is_array() || !preferred(*names).is_object()) return fields.note("name", "must be an array of names");
  const json& name = preferred(*names);
  certificate_.holder.family_name = joined(name.value("family", json()));
  certificate_.holder.given_name = joined(name.value("given", json()));
  const bool in_parts = !certificate_.holder.family_name.empty() || !certificate_.holder.given_name.empty();
  if (!in_parts) certificate_.holder.family_name = joined(name.value("text", json()));
}

// FHIR R4, immunization-status; only completed ones count, and of those not one that is marked subpotent. Nor does one
// whose date is in words, or a summary's "no immunizations known", whose date is absent with a reason.
void BundleReader::read_immunization(const json& resource, const std::string& path) {
  makes_statements_ = true;
  const FhirFields fields(resource, path, problem_);
  Immunisation dose;
  const std::string status = fields.required_text("status");
  if (!is_one_of<3>(status, {"completed", "entered-in-error", "not-done"}))
    fields.note("status", "not a status of FHIR");
  set_product(dose, fields.required_codings("vaccineCode"));
  const json* patient = fields.find("patient");
  if (patient == nullptr || !patient->is_object()) fields.note("patient", "must be a reference");
  const bool undated = fields.find("occurrenceDateTime") == nullptr &&
                       (fields.find("occurrenceString") != nullptr || fields.find("_occurrenceDateTime") != nullptr);
  const std::string when = undated ? std::string() : fields.required_date_time("occurrenceDateTime");
  dose.certificate_issuer = performer_of(resource);
  const bool potent = resource.value("isSubpotent", json()) != true;
  if (status != "completed" || !potent || when.size() < 10) return;
  const auto day = parse_iso_time(when.substr(0, 10));
  if (!day) return;
  dose.date = std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(*day));
  certificate_.immunisations.push_back(std::move(dose));
}

void BundleReader::read_observation(const json& resource, const std::string& path) {
  const FhirFields fields(resource, path, problem_);
  TestResult test;
  for (const FhirCoding& coding : fields.codings("code")) {
    if (test.kind.empty() && coding.system == kLoinc) test.kind = test_kind_by_loinc(coding.code);
  }
  if (test.kind.empty()) return;
  makes_statements_ = true;
  test.certificate_issuer = performer_of(resource);
  read_test_result(fields, std::move(test));
}

// What is not in one of these three states is not yet, or no longer, a result; nor does one count whose value is not
// coded or whose time is a period: FHIR lets it be so.
void BundleReader::read_test_result(const FhirFields& fields, TestResult test) {
  const std::string status = fields.required_text("status");
  if (!is_one_of(status, kObservationStates)) fields.note("status", "not a status of FHIR");
  if (fields.find("valueCodeableConcept") == nullptr || fields.find("effectiveDateTime") == nullptr) return;
  const std::string when = fields.required_date_time("effectiveDateTime");
  for (const FhirCoding& coding : fields.codings("valueCodeableConcept")) {
    if (test.result.empty() && coding.system == kSnomed) test.result = test_result_by_snomed(coding.code);
  }
  const auto sampled = parse_iso_time(when);
  if (!is_one_of<3>(status, {"final", "amended", "corrected"}) || test.result.empty() || !sampled) return;
  test.disease = kCovid19;
  test.sampled_at = *sampled;
  certificate_.tests.push_back(std::move(test));
}

// Whose statements they are must be beyond doubt; a card that states nothing we look for need not say.
void BundleReader::check_holder() {
  if (!makes_statements_) return;
  const Holder& holder = certificate_.holder;
  if (patients_ != 1) note("Bundle.entry: " + std::to_string(patients_) + " Patients, where one is needed");
  if (holder.family_name.empty() && holder.given_name.empty()) note("Patient.name: missing");
  if (holder.birth_date.empty()) note("Patient.birthDate: missing");
}

bool same_dose(const Immunisation& a, const Immunisation& b) { return a.product == b.product && a.date == b.date; }

}  // namespace

Result<Certificate> read_fhir_bundle(const json& bundle) { return BundleReader(bundle).read(); }

void number_doses(Certificate& certificate) {
  auto& doses = certificate.immunisations;
  std::ranges::stable_sort(
      doses, [](const auto& a, const auto& b) { return std::tie(a.date, a.product) < std::tie(b.date, b.product); });
  doses.erase(std::unique(doses.begin(), doses.end(), same_dose), doses.end());
  int number = 0;
  std::optional<std::chrono::year_month_day> last;
  for (Immunisation& dose : doses) {
    dose.dose_number = 0;
    if (dose.disease != kCovid19) continue;
    if (dose.date != last) ++number;
    last = dose.date;
    dose.dose_number = number;
  }
}

}  // namespace gate
