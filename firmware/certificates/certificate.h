#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/clock.h"

namespace gate {

/// Which family of certificate; the name as published in JSON is in to_string().
enum class CertificateFormat {
  kEuDcc,            ///< "eu_dcc": EU Digital COVID Certificate
  kSmartHealthCard,  ///< "smart_health_card"
  kVdsNc,            ///< "vds_nc": ICAO visible digital seal for non-constrained environments
  kNzcp,             ///< "nzcp": New Zealand COVID Pass
};
std::string_view to_string(CertificateFormat format);

/// A vaccination, whatever the format, in the vocabulary of the EU value sets: one word for one thing.
struct Immunisation {
  std::string product;  ///< EU marketing authorisation, for example "EU/1/20/1528"; as in the EU value sets. What the
                        ///< product table does not know keeps its own code: "cvx:999", "icd11:XM0GQ8"
  std::string prophylaxis;  ///< vaccine class, for example "1119349007" (SNOMED CT) or "J07BX03" (ATC)
  std::string disease;      ///< SNOMED CT; COVID-19 is "840539006"
  int dose_number = 0;      ///< which dose this was; 0 when not stated
  int doses_in_series = 0;  ///< how many complete the series; 0 when not known
  std::chrono::year_month_day date;
  std::string country;               ///< ISO 3166-1 alpha-2
  std::string manufacturer{};        ///< EU value set vaccine-mah-manf, for example "ORG-100030215"
  std::string certificate_issuer{};  ///< the health authority's name as stated
  std::string identifier{};          ///< of this statement (UVCI); empty when not stated
};

/// A negative or positive test as the certificate states it.
struct TestResult {
  std::string kind;  ///< LOINC: "LP6464-4" nucleic acid amplification, "LP217198-3" rapid antigen
  std::string disease;
  std::string result;  ///< SNOMED CT: "260415000" not detected, "260373001" detected
  WallTime sampled_at;
  std::string country;
  std::string name{};    ///< of the nucleic acid amplification test; may be empty
  std::string device{};  ///< EU value set test-manf: the rapid test; may be empty
  std::string centre{};  ///< may be empty
  std::string certificate_issuer{};
  std::string identifier{};
};

/// A past infection as the certificate states it.
struct Recovery {
  std::string disease;
  std::chrono::year_month_day first_positive;
  std::chrono::year_month_day valid_from;
  std::chrono::year_month_day valid_until;
  std::string country;
  std::string certificate_issuer{};
  std::string identifier{};
};

/// A health authority's word that the holder meets its own rule, without saying how: New Zealand's pass.
struct Attestation {
  std::string kind;  ///< "PublicCovidPass"
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
  std::string issuer;            ///< as stated in the signed part: country code, issuer URL, or did:web
  std::string key_id;            ///< of the signer's key: lower-case hex for EU DCC and VDS-NC, else as stated
  std::string identifier{};      ///< UVCI, or the format's own; empty when not stated
  std::string schema_version{};  ///< EU DCC "ver"; empty for other formats
  std::optional<WallTime> issued_at;
  std::optional<WallTime> expires_at;
  Holder holder;
  std::vector<Immunisation> immunisations;
  std::vector<TestResult> tests;
  std::vector<Recovery> recoveries;
  std::vector<Attestation> attestations{};
};

}  // namespace gate
