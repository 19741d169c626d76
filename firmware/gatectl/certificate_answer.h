#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "access/policy.h"
#include "certificates/certificate_verifier.h"
#include "gatectl/certificate_input.h"
#include "passes/pass_verifier.h"
#include "rules/rule_set.h"

namespace gate {

/// What certificates are held against.
struct CertificateQuestion {
  WallTime at;
  std::shared_ptr<const TrustStore> trust_store;
  std::optional<Policy> policy;
  std::shared_ptr<const RuleSet> rules;  ///< null: none are asked about
  std::string country;                   ///< of arrival, for the rules; ISO 3166-1 alpha-2
};

/// What came out for one certificate or pass.
struct CertificateAnswer {
  CertificateInput input;
  CertificateVerification verification;  ///< of the certificate; of a pass, the one inside as far as it came to that
  std::optional<PassVerification> pass;  ///< when it is a pass
  std::optional<Reason> unmet;           ///< why the policy is not met; only of what verified
  std::optional<RuleVerdict> rules;      ///< what national rules say, when they were asked; only of what verified

  bool genuine() const { return pass ? pass->verified.has_value() : verification.verified.has_value(); }
  bool accepted() const { return genuine() && !unmet && (!rules || rules->admits()); }
};

/// Verifies it, and when it holds, holds it against the policy. About 0.1 ms.
CertificateAnswer answer(CertificateInput input, const CertificateQuestion& question);

/// As documented in this folder's README: what `--json` prints of it.
nlohmann::ordered_json to_json(const CertificateAnswer& answer, const CertificateQuestion& question);

/// "accepted: …" or "refused: …", one line.
std::string summary_line(const CertificateAnswer& answer, const CertificateQuestion& question);

/// For a person who wonders: what it is, whose word it is, what it says, every check, and what to do. Holds the
/// holder's name and birth date.
std::string explanation(const CertificateAnswer& answer, const CertificateQuestion& question);

}  // namespace gate
