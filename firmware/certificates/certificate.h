#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/clock.h"

namespace gate {

/// Which family of certificate; the name as published in JSON is in to_string().
enum class CertificateFormat { kEuDcc };
std::string_view to_string(CertificateFormat format);

/// A vaccination as the certificate states it.
struct Immunisation {
  std::string product;      ///< EU marketing authorisation, for example "EU/1/20/1528"; as in the EU value sets
  std::string prophylaxis;  ///< vaccine class, for example "1119349007" (SNOMED CT) or "J07BX03" (ATC)
  std::string disease;      ///< SNOMED CT; COVID-19 is "840539006"
  int dose_number = 0;      ///< which dose this was
  int doses_in_series = 0;  ///< how many complete the series
  std::chrono::year_month_day date;
  std::string country;  ///< ISO 3166-1 alpha-2
};

/// A negative or positive test as the certificate states it.
struct TestResult {
  std::string kind;  ///< LOINC: "LP6464-4" nucleic acid amplification, "LP217198-3" rapid antigen
  std::string disease;
  std::string result;  ///< SNOMED CT: "260415000" not detected, "260373001" detected
  WallTime sampled_at;
  std::string country;
};

/// A past infection as the certificate states it.
struct Recovery {
  std::string disease;
  std::chrono::year_month_day first_positive;
  std::chrono::year_month_day valid_from;
  std::chrono::year_month_day valid_until;
  std::string country;
};

/// Personal data: never logged, never in events.
struct Holder {
  std::string family_name;
  std::string given_name;
  std::string family_name_transliterated;  ///< ICAO 9303 letters
  std::string given_name_transliterated;
  std::string birth_date;  ///< ISO 8601, possibly partial: "1990", "1990-02"; empty when not stated
};

/// What one certificate says, whatever its format: plain data, checked for form but not for trust. Trust is in the
/// type VerifiedCertificate.
struct Certificate {
  CertificateFormat format{};
  std::string issuer;      ///< as stated in the signed part: country code for EU DCC
  std::string key_id;      ///< of the signer's key, lower-case hex
  std::string identifier;  ///< UVCI; empty when not stated
  std::optional<WallTime> issued_at;
  std::optional<WallTime> expires_at;
  Holder holder;
  std::vector<Immunisation> immunisations;
  std::vector<TestResult> tests;
  std::vector<Recovery> recoveries;
};

}  // namespace gate
