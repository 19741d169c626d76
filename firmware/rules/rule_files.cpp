#include "rules/rule_files.h"

#include <algorithm>

#include "encoding/bounded_file.h"
#include "encoding/folder_files.h"

namespace gate {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostFiles = 2000;

Result<std::vector<fs::path>> json_files(const fs::path& folder) {
  auto files = files_in(folder, [](const fs::path& file) { return file.extension() == ".json"; });
  if (files && files->size() > kMostFiles)
    return fail(ErrorCode::kInvalidInput, folder.string() + ": more than " + std::to_string(kMostFiles) + " files");
  return files;
}

/// Adds the rules of one file.
Status take_rules(const nlohmann::json& json, std::vector<BusinessRule>& rules) {
  const auto take_one = [&rules](const nlohmann::json& one) -> Status {
    auto rule = read_business_rule(one);
    if (!rule) return fail(std::move(rule).error());
    rules.push_back(*std::move(rule));
    return {};
  };
  if (!json.is_array()) return take_one(json);
  for (std::size_t at = 0; at < json.size(); ++at)
    if (Status taken = take_one(json[at]); !taken) return fail(std::move(taken).error(), "rule " + std::to_string(at));
  return {};
}

}  // namespace

Result<nlohmann::json> read_rule_json(const fs::path& file) {
  const auto text = read_bounded_file(file, kRuleJsonLimits.bytes);
  if (!text) return fail(text.error());
  auto json = parse_json(*text, kRuleJsonLimits);
  if (!json) return fail(std::move(json).error(), file.string());
  return json;
}

Result<std::vector<BusinessRule>> read_rule_files(const fs::path& folder) {
  const auto files = json_files(folder);
  if (!files) return fail(files.error());
  std::vector<BusinessRule> rules;
  for (const fs::path& file : *files) {
    const auto json = read_rule_json(file);
    if (!json) return fail(json.error());
    if (Status taken = take_rules(*json, rules); !taken) return fail(std::move(taken).error(), file.string());
  }
  if (rules.empty()) return fail(ErrorCode::kNotFound, folder.string() + ": holds no rule");
  return rules;
}

Result<std::vector<ValueSet>> read_value_set_files(const fs::path& folder) {
  std::vector<ValueSet> sets;
  std::error_code error;
  if (!fs::exists(folder, error)) return sets;
  const auto files = json_files(folder);
  if (!files) return fail(files.error());
  for (const fs::path& file : *files) {
    const auto json = read_rule_json(file);
    if (!json) return fail(json.error());
    auto set = read_value_set(*json);
    if (!set) return fail(std::move(set).error(), file.string());
    sets.push_back(*std::move(set));
  }
  return sets;
}

}  // namespace gate
