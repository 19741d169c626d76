#include "certificates/vds_nc/vds_nc_content.h"

#include <algorithm>
#include <array>

#include "certificates/country_codes.h"
#include "certificates/product_table.h"
#include "certificates/vds_nc/seal_fields.h"
#include "certificates/vds_nc/vds_nc_holder.h"

namespace gate {

namespace {

// EU value sets: disease-agent-targeted, vaccine-prophylaxis, test-type, test-result.
constexpr std::string_view kCovid = "840539006";
constexpr std::string_view kNucleicAcid = "LP6464-4";
constexpr std::string_view kAntigen = "LP217198-3";
constexpr std::string_view kDetected = "260373001";
constexpr std::string_view kNotDetected = "260415000";

struct Word {
  std::string_view theirs;
  std::string_view ours;
};

// ICD-11: vaccines named by their kind alone, and the disease.
constexpr std::array<Word, 3> kVaccineClasses{{
    {"XM68M6", "J07BX03"},     // any against COVID-19
    {"XM0GQ8", "1119349007"},  // RNA
    {"XM9QW8", "J07BX03"},     // vector
}};
constexpr std::string_view kCovidInIcd11 = "RA01";  // and its subdivisions: virus identified, or not

// An antibody test says nothing about being infected now: neither its kind nor its result has a word of ours, so that
// it is never taken for a negative test.
constexpr std::array<Word, 3> kTestKinds{
    {{"molecular(PCR)", kNucleicAcid}, {"molecular(other)", kNucleicAcid}, {"antigen", kAntigen}}};
constexpr std::array<Word, 4> kTestResults{
    {{"negative", kNotDetected}, {"normal", kNotDetected}, {"positive", kDetected}, {"abnormal", kDetected}}};

template <std::size_t N>
std::string translate(const std::array<Word, N>& words, const std::string& theirs, std::string_view prefix) {
  const auto word = std::ranges::find(words, theirs, &Word::theirs);
  return word == words.end() ? std::string(prefix) + theirs : std::string(word->ours);
}

// What the table does not know stays as stated.
std::string read_country(const SealFields& fields) {
  const std::string code = fields.required_text("ctr");
  const std::string_view two_letters = two_letter_country(code);
  return two_letters.empty() ? code : std::string(two_letters);
}

std::string disease_of(const std::string& stated) {
  const bool covid = stated.empty() || stated == kCovidInIcd11 || stated.starts_with(std::string(kCovidInIcd11) + ".");
  return covid ? std::string(kCovid) : "icd11:" + stated;
}

// The vaccine, by its code, or by the brand in free text where the code names a class only (Japan, Australia).
Immunisation read_vaccine(const SealFields& event) {
  const std::string code = event.required_text("des");
  const std::string brand = event.required_text("nam");
  Immunisation dose;
  dose.disease = disease_of(event.optional_text("dis"));
  dose.product = "icd11:" + code;
  dose.prophylaxis = translate(kVaccineClasses, code, "icd11:");
  const VaccineProduct* product = find_product_by_icd11(code);
  const bool only_class = std::ranges::find(kVaccineClasses, code, &Word::theirs) != kVaccineClasses.end();
  if (product == nullptr && only_class) product = find_product_by_name(brand);
  if (product == nullptr) return dose;
  dose.product = product->product;
  dose.prophylaxis = product->prophylaxis;
  dose.manufacturer = product->manufacturer;
  dose.doses_in_series = product->doses_in_series;
  return dose;
}

void read_vaccinations(const SealFields& message, std::string& problem, Certificate& certificate) {
  certificate.identifier = message.required_text("uvci");
  for (const nlohmann::json& event_json : message.array("ve")) {
    const SealFields event(&event_json, "ve", problem);
    const Immunisation vaccine = read_vaccine(event);
    for (const nlohmann::json& dose_json : event.array("vd")) {
      const SealFields fields(&dose_json, "ve.vd", problem);
      Immunisation& dose = certificate.immunisations.emplace_back(vaccine);
      dose.date = fields.required_date("dvc");
      dose.dose_number = fields.required_count("seq");
      dose.country = read_country(fields);
      dose.certificate_issuer = fields.optional_text("adm");
      dose.identifier = certificate.identifier;
    }
  }
}

void read_test(const SealFields& message, Certificate& certificate) {
  const SealFields provider = message.object("sp");
  const SealFields dates = message.object("dat");
  const SealFields outcome = message.object("tr");
  certificate.identifier = message.required_text("utci");
  certificate.issued_at = dates.required_date_time("ri");
  TestResult& test = certificate.tests.emplace_back();
  const std::string kind = outcome.required_text("tc");
  const std::string result = outcome.required_text("r");
  const bool known = std::ranges::find(kTestKinds, kind, &Word::theirs) != kTestKinds.end();
  test.kind = translate(kTestKinds, kind, "icao:");
  test.result = known ? translate(kTestResults, result, "icao:") : "icao:" + result;
  test.disease = kCovid;
  test.sampled_at = dates.required_date_time("sc");
  test.country = read_country(provider);
  test.centre = provider.optional_text("spn");
  test.identifier = certificate.identifier;
}

}  // namespace

Result<Certificate> read_vds_nc_content(SealType type, const nlohmann::json& message) {
  std::string problem;
  Certificate certificate;
  certificate.format = CertificateFormat::kVdsNc;
  const SealFields fields(&message, "", problem);
  certificate.holder = read_seal_holder(fields.object("pid"));
  if (type == SealType::kVaccination) read_vaccinations(fields, problem, certificate);
  if (type == SealType::kTest) read_test(fields, certificate);
  if (!problem.empty()) return fail(ErrorCode::kInvalidInput, problem);
  return certificate;
}

}  // namespace gate
