#include "certificates/eu_dcc/eu_dcc_schema.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "certificates/cbor_fields.h"

namespace gate {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "1.3.0" as three numbers; nothing when it is not of that form (all schemas: ^\d+.\d+.\d+$).
std::optional<std::array<int, 3>> schema_version(std::string_view text) {
  std::array<int, 3> version{};
  for (std::size_t i = 0; i < version.size(); ++i) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version[i]);
    if (error != std::errc() || version[i] < 0) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (i + 1 == version.size()) break;
    if (!text.starts_with('.')) return std::nullopt;
    text.remove_prefix(1);
  }
  return text.empty() ? std::optional(version) : std::nullopt;
}

// Schema 1.3.0: ^((19|20)\d\d(-\d\d){0,2}){0,1}$. A time of day behind a full date is cut off (seen from Bulgaria).
std::string read_birth_date(const CborFields& fields) {
  std::string date = fields.required_text("dob");
  if (date.size() > 10 && (date[10] == 'T' || date[10] == ' ')) date.resize(10);
  constexpr std::string_view kPattern = "dddd-dd-dd";
  const bool whole_parts = date.empty() || date.size() == 4 || date.size() == 7 || date.size() == 10;
  const bool century = date.empty() || date.starts_with("19") || date.starts_with("20");
  const bool pattern = whole_parts && std::ranges::equal(date, kPattern.substr(0, date.size()), [](char c, char p) {
                         return p == 'd' ? is_digit(c) : c == p;
                       });
  if (!pattern || !century) fields.note("dob", "must be a date, a month or a year from 1900 to 2099, or empty");
  return date;
}

// Up to schema 1.3.0 fnt is required, from 1.3.1 on gnt will do: some people have one name only.
Holder read_holder(const CborFields& root, bool one_name_will_do, std::string& problem) {
  Holder holder;
  holder.birth_date = read_birth_date(root);
  const CborValue* name = root.find("nam");
  if (name == nullptr) {
    root.note("nam", "missing");
    return holder;
  }
  const CborFields fields(*name, "nam", problem);
  holder.family_name = fields.optional_text("fn");
  holder.given_name = fields.optional_text("gn");
  const bool other_name = one_name_will_do && fields.find("gnt") != nullptr;
  holder.family_name_transliterated = other_name ? fields.optional_text("fnt") : fields.required_text("fnt");
  holder.given_name_transliterated = fields.optional_text("gnt");
  return holder;
}

// Schema 1.3.0: [A-Z]{1,10}, not anchored ("UNHCR" is one).
std::string read_country(const CborFields& fields) {
  std::string country = fields.required_text("co");
  if (std::ranges::none_of(country, [](char c) { return c >= 'A' && c <= 'Z'; })) {
    fields.note("co", "must be a country code");
  }
  return country;
}

// What every entry has.
template <class Entry>
void read_common(const CborFields& fields, Entry& entry) {
  entry.disease = fields.required_text("tg");
  entry.country = read_country(fields);
  entry.certificate_issuer = fields.required_text("is");
  if (fields.required_text("ci").empty()) fields.note("ci", "must not be empty");
  entry.identifier = fields.stated_text("ci");  // authorities hash what they issued
}

void read_vaccination(const CborFields& fields, Certificate& certificate) {
  Immunisation dose;
  read_common(fields, dose);
  dose.manufacturer = fields.required_text("ma");
  dose.prophylaxis = fields.required_text("vp");
  dose.product = fields.required_text("mp");
  dose.dose_number = fields.required_count("dn");
  dose.doses_in_series = fields.required_count("sd");
  dose.date = fields.required_date("dt");
  certificate.identifier = dose.identifier;
  certificate.immunisations.push_back(std::move(dose));
}

void read_test(const CborFields& fields, Certificate& certificate) {
  TestResult test;
  read_common(fields, test);
  test.kind = fields.required_text("tt");
  test.result = fields.required_text("tr");
  test.sampled_at = fields.required_date_time("sc");
  test.name = fields.optional_text("nm");
  test.device = fields.optional_text("ma");
  test.centre = fields.optional_text("tc");
  certificate.identifier = test.identifier;
  certificate.tests.push_back(std::move(test));
}

void read_recovery(const CborFields& fields, Certificate& certificate) {
  Recovery recovery;
  read_common(fields, recovery);
  recovery.first_positive = fields.required_date("fr");
  recovery.valid_from = fields.required_date("df");
  recovery.valid_until = fields.required_date("du");
  certificate.identifier = recovery.identifier;
  certificate.recoveries.push_back(std::move(recovery));
}

struct Group {
  std::string_view name;
  void (*read)(const CborFields& fields, Certificate& certificate);
};
constexpr std::array<Group, 3> kGroups{{{"v", read_vaccination}, {"t", read_test}, {"r", read_recovery}}};

// At least one entry across the three groups; of several, the last one's identifier stays.
void read_entries(const CborFields& root, std::string& problem, Certificate& certificate) {
  for (const Group& group : kGroups) {
    const CborValue* value = root.find(group.name);
    if (value == nullptr) continue;
    const CborArray* array = value->array();
    if (array == nullptr) return root.note(group.name, "must be an array");
    for (const CborValue& entry : *array) {
      const CborFields fields(entry, group.name, problem);
      group.read(fields, certificate);
    }
  }
  if (certificate.identifier.empty()) root.note("v, t, r", "no entry with an identifier");
}

}  // namespace

Result<Certificate> read_eu_dcc_content(const CborValue& health_certificate) {
  std::string problem;
  Certificate certificate;
  certificate.format = CertificateFormat::kEuDcc;
  const CborFields root(health_certificate, "", problem);
  certificate.schema_version = root.required_text("ver");
  const auto version = schema_version(certificate.schema_version);
  if (!version) root.note("ver", "must be a version such as 1.3.0");
  certificate.holder = read_holder(root, version && *version >= std::array{1, 3, 1}, problem);
  read_entries(root, problem, certificate);
  if (!problem.empty()) return fail(ErrorCode::kInvalidInput, problem);
  return certificate;
}

}  // namespace gate
