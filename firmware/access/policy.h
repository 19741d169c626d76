#pragma once

#include <chrono>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "access/reason.h"
#include "certificates/certificate.h"
#include "certificates/trust/trust_ages.h"
#include "common/clock.h"

namespace gate {

/// An inclusive range of whole days counted back from today. A date in the future has a negative age.
struct DayRange {
  std::chrono::days min{0};
  std::chrono::days max{kUnlimited};
  static constexpr int kUnlimited = std::numeric_limits<int>::max();
};

/// How far the series of doses must have come.
enum class Series {
  kAny,
  kComplete,  ///< dose_number >= doses_in_series (2/2, 1/1, 2/1, 3/3)
  kBoosted,   ///< dose_number > doses_in_series, or a third dose or later (2/1, 3/2, 3/3)
};

/// A vaccination that admits: one dose of the certificate meets every line.
struct VaccinationRule {
  std::vector<std::string> products;  ///< as in the EU value set ("EU/1/20/1528"); empty: any product
  int minimum_doses = 1;              ///< doses had by the dose's day: its stated number, or as many as are listed
  Series series = Series::kAny;
  DayRange age;  ///< of the dose
};

/// A negative test that admits.
struct TestRule {
  std::vector<std::string> kinds;  ///< LOINC ("LP6464-4" NAAT, "LP217198-3" rapid antigen); empty: any
  std::chrono::hours maximum_age{72};
};

/// A past infection that admits, within the certificate's own valid_from and valid_until as well.
struct RecoveryRule {
  DayRange age;  ///< of the first positive test
};

/// An authority's word that admits, without a vaccination, test or recovery to look at.
struct AttestationRule {
  std::vector<std::string> kinds;  ///< "PublicCovidPass" (New Zealand); empty: any
};

/// What is asked of presentation-attack detection.
enum class LivenessRule {
  kRefuseAttacks,  ///< a face known not to be live is refused; undecided passes
  kRequired,       ///< only a face known to be live passes
};

/// The venue's rules: one rule met is enough; a kind without a rule is not accepted. Plain data; read from JSON by
/// firmware/config.
struct Policy {
  std::string name;                   ///< as shown to staff and in the audit log
  std::string disease = "840539006";  ///< SNOMED CT; COVID-19. Entries about another disease do not count
  std::vector<VaccinationRule> vaccination;
  std::vector<TestRule> test;
  std::vector<RecoveryRule> recovery;
  std::vector<AttestationRule> attestation;  ///< of whatever disease: an attestation's kind says which
  std::optional<int> exempt_below_age;       ///< whole years; younger holders need no more than a valid certificate
  std::chrono::minutes utc_offset{0};        ///< whose midnight "today" means; -12 h to +14 h
  LivenessRule liveness = LivenessRule::kRefuseAttacks;
  TrustAgeLimits trust_lists;
};

/// Why `certificate` does not meet the policy at `now`; nothing when it does. Pure, total, reentrant.
///
/// Days: dates in certificates have no time zone; they are compared with today's date at `now + utc_offset`. Ages of
/// tests are exact, to the millisecond. A test or dose dated in the future does not count.
/// Exemption: the holder's age is taken from the earliest day a partial birth date allows ("2012" is 2012-01-01), so
/// nobody is exempt who might be too old; no or no readable birth date is no exemption.
/// Reason: every entry is held against every rule of its kind; of all the reasons that come out, the one that stands
/// last in the enumeration Reason is given, because it belongs to the entry that got furthest through the checks.
std::optional<Reason> check_policy(const Certificate& certificate, const Policy& policy, WallTime now);

}  // namespace gate
