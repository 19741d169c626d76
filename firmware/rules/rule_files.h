#pragma once

#include <filesystem>
#include <vector>

#include "common/result.h"
#include "encoding/json_text.h"
#include "rules/business_rule.h"
#include "rules/value_set.h"

namespace gate {

/// What one file of rules, of a value set, or of a published rule test may hold. Deep enough for
/// CertLogicExpression::kMaxDepth inside a rule inside an array.
inline constexpr JsonLimits kRuleJsonLimits{.bytes = 8 << 20, .depth = 140, .text = 16'384, .items = 1'000'000};

/// One JSON file within kRuleJsonLimits; errors name it. Blocks for the reading.
Result<nlohmann::json> read_rule_json(const std::filesystem::path& file);

/// Every *.json file directly in `folder`, by name: a rule, or an array of rules. kNotFound: no folder, or no rule in
/// it. kInvalidInput names file, rule and field. Blocks for the reading.
Result<std::vector<BusinessRule>> read_rule_files(const std::filesystem::path& folder);

/// Likewise, one value set a file; no folder is no value sets.
Result<std::vector<ValueSet>> read_value_set_files(const std::filesystem::path& folder);

}  // namespace gate
