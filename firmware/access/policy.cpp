#include "access/policy.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <span>
#include <string_view>

namespace gate {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::string_view kNotDetected = "260415000";  // SNOMED CT, EU value set covid-19-lab-result

bool accepts(std::span<const std::string> accepted, const std::string& value) {
  return accepted.empty() || std::ranges::find(accepted, value) != accepted.end();
}

/// Doses had on the day of `dose`: what it states, or as many days as are listed up to it, for formats that list every
/// dose without numbering them.
int doses_had(const Certificate& certificate, const Immunisation& dose) {
  std::set<sys_days> dates;
  for (const Immunisation& other : certificate.immunisations) {
    if (other.disease == dose.disease && sys_days{other.date} <= sys_days{dose.date}) dates.emplace(other.date);
  }
  return std::max(dose.dose_number, static_cast<int>(dates.size()));
}

bool meets(Series series, int doses, int doses_in_series) {
  const bool known = doses_in_series > 0;
  switch (series) {
    case Series::kAny: return true;
    case Series::kComplete: return known && doses >= doses_in_series;
    case Series::kBoosted: return doses >= 3 || (known && doses > doses_in_series);
  }
  return false;
}

std::optional<Reason> check(const Certificate& certificate, const Immunisation& dose, const VaccinationRule& rule,
                            sys_days today) {
  if (!dose.date.ok()) return Reason::kCertificateNotVerified;
  if (!accepts(rule.products, dose.product)) return Reason::kProductNotAccepted;
  const int doses = doses_had(certificate, dose);
  if (doses < rule.minimum_doses || !meets(rule.series, doses, dose.doses_in_series)) return Reason::kTooFewDoses;
  const days age = today - sys_days{dose.date};
  if (age < std::max(rule.age.min, days{0})) return Reason::kLastDoseTooRecent;
  if (age > rule.age.max) return Reason::kLastDoseTooOld;
  return std::nullopt;
}

std::optional<Reason> check(const TestResult& test, const TestRule& rule, WallTime now) {
  if (!accepts(rule.kinds, test.kind)) return Reason::kCertificateKindNotAccepted;
  if (test.result != kNotDetected) return Reason::kTestNotNegative;
  if (test.sampled_at > now) return Reason::kCertificateNotYetValid;
  if (now - test.sampled_at > rule.maximum_age) return Reason::kTestTooOld;
  return std::nullopt;
}

std::optional<Reason> check(const Recovery& recovery, const RecoveryRule& rule, sys_days today) {
  if (!recovery.first_positive.ok() || !recovery.valid_from.ok() || !recovery.valid_until.ok())
    return Reason::kCertificateNotVerified;
  const days age = today - sys_days{recovery.first_positive};
  if (age < std::max(rule.age.min, days{0}) || today < sys_days{recovery.valid_from}) return Reason::kRecoveryTooRecent;
  if (age > rule.age.max || today > sys_days{recovery.valid_until}) return Reason::kRecoveryTooOld;
  return std::nullopt;
}

std::optional<Reason> check(const Attestation& attestation, const AttestationRule& rule) {
  if (!accepts(rule.kinds, attestation.kind)) return Reason::kCertificateKindNotAccepted;
  return std::nullopt;
}

/// Digits only, no sign; nothing for anything else.
std::optional<int> number(std::string_view digits) {
  int value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  const bool whole = error == std::errc{} && end == digits.data() + digits.size() && digits.front() != '-';
  return whole ? std::optional(value) : std::nullopt;
}

/// The earliest day that "YYYY", "YYYY-MM" or "YYYY-MM-DD" allows.
std::optional<year_month_day> earliest_day(std::string_view date) {
  if (date.size() != 4 && date.size() != 7 && date.size() != 10) return std::nullopt;
  if ((date.size() > 4 && date[4] != '-') || (date.size() > 7 && date[7] != '-')) return std::nullopt;
  const auto year = number(date.substr(0, 4));
  const auto month = date.size() > 4 ? number(date.substr(5, 2)) : 1;
  const auto day = date.size() > 7 ? number(date.substr(8, 2)) : 1;
  if (!year || !month || !day) return std::nullopt;
  const year_month_day result{std::chrono::year{*year}, std::chrono::month(static_cast<unsigned>(*month)),
                              std::chrono::day(static_cast<unsigned>(*day))};
  return result.ok() ? std::optional(result) : std::nullopt;
}

bool exempt(const Certificate& certificate, const Policy& policy, sys_days today) {
  const auto birth = earliest_day(certificate.holder.birth_date);
  if (!policy.exempt_below_age || !birth || sys_days{*birth} > today) return false;
  year_month_day grown_up = *birth + std::chrono::years{*policy.exempt_below_age};
  // Born on 29 February: of age on the 28th in other years, the earlier of the two days laws use.
  if (!grown_up.ok()) grown_up = sys_days{grown_up.year() / grown_up.month() / std::chrono::last};
  return today < sys_days{grown_up};
}

/// Keeps the reason of the entry that came nearest, and whether any entry met a rule.
struct Nearest {
  Reason reason = Reason::kCertificateKindNotAccepted;
  bool met = false;

  void add(std::optional<Reason> outcome) {
    met = met || !outcome;
    if (outcome) reason = std::max(reason, *outcome);
  }
};

}  // namespace

std::optional<Reason> check_policy(const Certificate& certificate, const Policy& policy, WallTime now) {
  const sys_days today = std::chrono::floor<days>(now + policy.utc_offset);
  if (exempt(certificate, policy, today)) return std::nullopt;
  Nearest nearest;
  const auto hold = [&](const auto& entries, const auto& rules, const auto& check_one) {
    for (const auto& entry : entries) {
      if (entry.disease != policy.disease) continue;
      for (const auto& rule : rules) nearest.add(check_one(entry, rule));
    }
  };
  hold(certificate.immunisations, policy.vaccination,
       [&](const auto& dose, const auto& rule) { return check(certificate, dose, rule, today); });
  hold(certificate.tests, policy.test, [&](const auto& test, const auto& rule) { return check(test, rule, now); });
  hold(certificate.recoveries, policy.recovery,
       [&](const auto& recovery, const auto& rule) { return check(recovery, rule, today); });
  for (const Attestation& attestation : certificate.attestations) {
    for (const AttestationRule& rule : policy.attestation) nearest.add(check(attestation, rule));
  }
  return nearest.met ? std::nullopt : std::optional(nearest.reason);
}

}  // namespace gate
