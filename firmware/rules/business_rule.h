#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/clock.h"
#include "common/result.h"
#include "rules/certlogic_expression.h"
#include "rules/rule_version.h"

namespace gate {

/// Whose certificates a rule is about. Of both kinds a rule that holds says nothing against the certificate: published
/// invalidation rules read "the certificate must not be issued by …", and the official engine treats them alike.
enum class RuleType {
  kAcceptance,    ///< by the country of arrival, about whoever arrives there
  kInvalidation,  ///< by the country of issue, about its own certificates
};

/// Which certificates a rule looks at.
enum class RuleSubject { kGeneral, kVaccination, kTest, kRecovery };
std::string_view to_string(RuleType type);        ///< "Acceptance", … as in the rule
std::string_view to_string(RuleSubject subject);  ///< "General", …

struct RuleDescription {
  std::string language;  ///< "en"
  std::string text;
};

/// The newest version of the CertLogic specification that CertLogicExpression keeps to.
inline constexpr RuleVersion kCertLogicVersion{1, 3, 3};

/// A national validation rule as the EU Digital COVID Certificate Gateway publishes it (its JSON schema
/// validation-rule.schema.json and the constraints its documentation lists). Plain data, immutable once read.
struct BusinessRule {
  std::string identifier;  ///< "VR-DE-0001"
  RuleType type{};
  std::string country;  ///< ISO 3166-1 alpha-2, or "EU"; who published it
  std::string region;   ///< empty: the whole country
  RuleVersion version;
  RuleVersion schema_version;  ///< of the DCC schema the logic was written for
  RuleSubject subject{};
  std::vector<RuleDescription> descriptions;  ///< at least one
  WallTime valid_from;
  WallTime valid_to;  ///< exclusive
  std::vector<std::string> affected_fields;
  /// Nothing when it is written for an engine other than CERTLOGIC, or for a newer version of it: open to whoever
  /// judges.
  std::optional<CertLogicExpression> logic;

  /// In `language`, else in English, else the first.
  const std::string& description(std::string_view language) const;
};

/// Strict: every field the schema asks for, none it does not know, and what the gateway checks beyond the schema.
/// kInvalidInput names the rule (when it can be told), the field and what it must be. Reentrant.
Result<BusinessRule> read_business_rule(const nlohmann::json& rule);

}  // namespace gate
