#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "certificates/certificate_verifier.h"
#include "end_to_end/interop/csv.h"

namespace gate {

/// One row of the SMART Health Card suites: a card with its issuer as the only trust, or an issuer's keys.
class ShcCase {
 public:
  /// `suite`: the folder of cases.csv; `folder`: empty, for the trust directory. Throws when something cannot be read.
  ShcCase(const CsvRow& row, const std::filesystem::path& suite, const std::filesystem::path& folder);

  /// The row's text: one file, or several joined by line ends as a scanner hands them over.
  CertificateVerification verify() const;
  /// Whether every key of the row's file is one an issuer may have.
  bool keys_hold() const;

 private:
  std::string text() const;
  std::filesystem::path find(std::string path) const;
  std::string issuer_of_card() const;
  void trust(const std::string& source);
  void trust_key_set(const std::filesystem::path& key_set, const std::string& issuer);

  const CsvRow& row_;
  std::filesystem::path suite_;
  std::filesystem::path folder_;
  std::shared_ptr<const TrustStore> trust_store_;
};

}  // namespace gate
