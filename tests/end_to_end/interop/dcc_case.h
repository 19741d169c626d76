#pragma once

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "certificates/certificate_verifier.h"
#include "certificates/trust_store.h"
#include "encoding/bytes.h"
#include "signatures/cose_sign1.h"

namespace gate {

/// One file of the official EU DCC suite (its README.md explains the fields), with its own signer as the only trust.
class DccCase {
 public:
  /// Throws when the file cannot be read. `folder`: empty, for its trust directory; `clock`: when to check.
  DccCase(const std::filesystem::path& file, const std::filesystem::path& folder, WallTime clock);

  /// Whether one of the suite's checks holds, done with the product's own layers: "UNPREFIX", "B45DECODE",
  /// "COMPRESSION", "DECODE", "VERIFY", "EXPIRATIONCHECK", "KEYUSAGE", "VALIDJSON", "SCHEMAVALIDATION".
  bool holds(const std::string& check) const;

  /// The whole way, as the gate goes it. Nothing when the case has no text.
  std::optional<CertificateVerification> verify() const;

 private:
  std::string text(const char* field) const;
  Bytes bytes(const char* field) const;
  bool base45_decodes() const;
  bool decodes() const;
  bool is_current() const;
  bool key_usage_allows() const;
  bool schema_valid() const;
  bool whole_chain_decodes() const;
  bool says_what_json_says(const CborValue& payload) const;
  Result<CborValue> payload() const;
  std::vector<SignerCertificate> genuine_signers() const;

  nlohmann::json json_;
  WallTime clock_;
  std::shared_ptr<const TrustStore> trust_store_;
};

}  // namespace gate
