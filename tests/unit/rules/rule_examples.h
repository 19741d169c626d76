#pragma once

#include <nlohmann/json.hpp>

namespace gate::testing {

/// A rule of the invented country XY, complete and in force from 2021-07-01 to 2030-06-01.
inline nlohmann::json rule_json(const std::string& identifier = "VR-XY-0001",
                                const nlohmann::json& logic = {{"===", {1, 1}}}) {
  return {{"Identifier", identifier},
          {"Type", identifier.starts_with("IR") ? "Invalidation" : "Acceptance"},
          {"Country", identifier.substr(3, 2)},
          {"Version", "1.0.0"},
          {"SchemaVersion", "1.0.0"},
          {"Engine", "CERTLOGIC"},
          {"EngineVersion", "0.7.5"},
          {"CertificateType", identifier.starts_with("TR")   ? "Test"
                              : identifier.starts_with("RR") ? "Recovery"
                              : identifier.starts_with("VR") ? "Vaccination"
                                                             : "General"},
          {"Description", {{{"lang", "en"}, {"desc", "The example must hold."}}}},
          {"ValidFrom", "2021-07-01T00:00:00Z"},
          {"ValidTo", "2030-06-01T00:00:00Z"},
          {"AffectedFields", {"v.0"}},
          {"Logic", logic}};
}

/// The same with one field of another value, or without it when `value` is null.
inline nlohmann::json with(nlohmann::json rule, const char* field, const nlohmann::json& value) {
  rule[field] = value;
  if (value.is_null()) rule.erase(field);
  return rule;
}

}  // namespace gate::testing
