#include "certificates/eu_dcc_claims.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "certificates/cbor_fields.h"

namespace gate {

namespace {

// RFC 8392, 4 and EU DCC technical specifications, volume 1, 2.6.
constexpr std::int64_t kIssuer = 1;
constexpr std::int64_t kExpires = 4;
constexpr std::int64_t kNotBefore = 5;
constexpr std::int64_t kIssuedAt = 6;
constexpr std::int64_t kHealthCertificates = -260;
constexpr std::int64_t kEuDcc = 1;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Schema 1.3.0: ^((19|20)\d\d(-\d\d){0,2}){0,1}$. A time of day behind a full date is cut off (seen from Bulgaria).
std::string read_birth_date(const CborFields& fields) {
  std::string date = fields.required_text("dob");
  if (date.size() > 10 && date[10] == 'T') date.resize(10);
  constexpr std::string_view kPattern = "dddd-dd-dd";
  const bool whole_parts = date.empty() || date.size() == 4 || date.size() == 7 || date.size() == 10;
  const bool century = date.empty() || date.starts_with("19") || date.starts_with("20");
  const bool pattern = whole_parts && std::ranges::equal(date, kPattern.substr(0, date.size()), [](char c, char p) {
                         return p == 'd' ? is_digit(c) : c == p;
                       });
  if (!pattern || !century) fields.note("dob", "must be a date, a month or a year from 1900 to 2099, or empty");
  return date;
}

Holder read_holder(const CborFields& root, std::string& problem) {
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
  holder.family_name_transliterated = fields.required_text("fnt");
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

// What every entry has, and the issuer's own name, which nothing here needs.
std::string read_identifier(const CborFields& fields) {
  fields.required_text("is");
  return fields.required_text("ci");
}

void read_vaccination(const CborFields& fields, Certificate& certificate) {
  fields.required_text("ma");
  Immunisation dose;
  dose.disease = fields.required_text("tg");
  dose.prophylaxis = fields.required_text("vp");
  dose.product = fields.required_text("mp");
  dose.dose_number = fields.required_count("dn");
  dose.doses_in_series = fields.required_count("sd");
  dose.date = fields.required_date("dt");
  dose.country = read_country(fields);
  certificate.immunisations.push_back(std::move(dose));
}

void read_test(const CborFields& fields, Certificate& certificate) {
  TestResult test;
  test.disease = fields.required_text("tg");
  test.kind = fields.required_text("tt");
  test.result = fields.required_text("tr");
  test.sampled_at = fields.required_date_time("sc");
  test.country = read_country(fields);
  certificate.tests.push_back(std::move(test));
}

void read_recovery(const CborFields& fields, Certificate& certificate) {
  Recovery recovery;
  recovery.disease = fields.required_text("tg");
  recovery.first_positive = fields.required_date("fr");
  recovery.valid_from = fields.required_date("df");
  recovery.valid_until = fields.required_date("du");
  recovery.country = read_country(fields);
  certificate.recoveries.push_back(std::move(recovery));
}

struct Group {
  std::string_view name;
  void (*read)(const CborFields& fields, Certificate& certificate);
};
constexpr std::array<Group, 3> kGroups{{{"v", read_vaccination}, {"t", read_test}, {"r", read_recovery}}};

// Exactly one entry across the three groups: the specification's rule, and the gate's, which admits by one statement.
void read_entries(const CborFields& root, std::string& problem, Certificate& certificate) {
  int entries = 0;
  for (const Group& group : kGroups) {
    const CborValue* value = root.find(group.name);
    if (value == nullptr) continue;
    const CborArray* array = value->array();
    if (array == nullptr) return root.note(group.name, "must be an array");
    for (const CborValue& entry : *array) {
      if (++entries > 1) return root.note(group.name, "more than one entry in v, t and r together");
      const CborFields fields(entry, group.name, problem);
      group.read(fields, certificate);
      certificate.identifier = read_identifier(fields);
    }
  }
  if (entries == 0) root.note("v, t, r", "no entry");
}

// Numbers, whole or not, in seconds. Issuers have written milliseconds and worse, so anything past the year 9999 is its
// end, and anything before 1970 is 1970: never a cast of a number that does not fit.
Result<std::optional<WallTime>> read_time(const CborValue& claims, std::int64_t key) {
  constexpr double kEndOfTime = 253402300799.0;
  const CborValue* value = claims.find(key);
  if (value == nullptr) return std::nullopt;
  const auto seconds = value->number();
  if (!seconds || std::isnan(*seconds)) {
    return fail(ErrorCode::kInvalidInput, "CWT claim " + std::to_string(key) + ": must be a number");
  }
  const double milliseconds = std::floor(std::clamp(*seconds, 0.0, kEndOfTime) * 1000.0);
  return WallTime(std::chrono::milliseconds(static_cast<std::int64_t>(milliseconds)));
}

Status read_validity(const CborValue& claims, EuDccClaims& into) {
  const auto expires = read_time(claims, kExpires);
  const auto not_before = read_time(claims, kNotBefore);
  const auto issued = read_time(claims, kIssuedAt);
  for (const auto* time : {&expires, &not_before, &issued}) {
    if (!*time) return fail(time->error());
  }
  if (!*expires) return fail(ErrorCode::kInvalidInput, "CWT claim 4 (expiry): missing");
  into.certificate.expires_at = *expires;
  into.certificate.issued_at = *issued;
  into.not_before = *not_before;
  return {};
}

}  // namespace

Result<Certificate> EuDccClaims::read_health_certificate(const CborValue& hcert) {
  std::string problem;
  Certificate certificate;
  certificate.format = CertificateFormat::kEuDcc;
  const CborFields root(hcert, "", problem);
  root.required_text("ver");
  certificate.holder = read_holder(root, problem);
  read_entries(root, problem, certificate);
  if (!problem.empty()) return fail(ErrorCode::kInvalidInput, problem);
  return certificate;
}

Result<EuDccClaims> EuDccClaims::read(const CborValue& payload) {
  const CborValue* certificates = payload.find(kHealthCertificates);
  const CborValue* hcert = certificates == nullptr ? nullptr : certificates->find(kEuDcc);
  if (hcert == nullptr) return fail(ErrorCode::kUnsupported, "no EU health certificate in it (CWT claim -260/1)");
  auto certificate = read_health_certificate(*hcert);
  if (!certificate) return fail(certificate.error());
  EuDccClaims claims{std::move(*certificate), std::nullopt};
  if (const Status validity = read_validity(payload, claims); !validity) return fail(validity.error());
  const CborValue* issuer = payload.find(kIssuer);
  if (issuer != nullptr && issuer->text() == nullptr) {
    return fail(ErrorCode::kInvalidInput, "CWT claim 1 (issuer): must be a text");
  }
  if (issuer != nullptr) claims.certificate.issuer = *issuer->text();
  return claims;
}

}  // namespace gate
