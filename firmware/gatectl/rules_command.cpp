// gatectl rules: national business rules: which are there, do they do what their country says, what does logic yield?
#include <CLI/CLI.hpp>

#include <filesystem>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "common/iso_time.h"
#include "gatectl/rules_test_command.h"
#include "gatectl/subcommands.h"
#include "rules/rule_files.h"
#include "rules/rule_set.h"

namespace gate {
namespace {

using Json = nlohmann::ordered_json;

struct ListOptions {
  std::filesystem::path rules;
  std::string country;
  std::string at;
  std::string language = "en";
  bool json = false;
};

struct EvaluateOptions {
  std::filesystem::path logic;
  std::filesystem::path data;
  bool json = false;  ///< accepted like everywhere; the result is JSON in any case
};

/// Of the country, when one is named; in force, when a time is.
bool is_wanted(const BusinessRule& rule, const ListOptions& options, const std::optional<WallTime>& at) {
  if (!options.country.empty() && rule.country != options.country) return false;
  return !at || (rule.valid_from <= *at && *at < rule.valid_to);
}

Json to_json(const BusinessRule& rule, const std::string& language) {
  return {{"identifier", rule.identifier},
          {"version", to_string(rule.version)},
          {"type", to_string(rule.type)},
          {"certificate_type", to_string(rule.subject)},
          {"country", rule.country},
          {"region", rule.region},
          {"schema_version", to_string(rule.schema_version)},
          {"valid_from", iso_time(rule.valid_from)},
          {"valid_to", iso_time(rule.valid_to)},
          {"evaluable", rule.logic.has_value()},
          {"description", rule.description(language)}};
}

void print_json(const RuleSet& set, const std::vector<RuleSet::Rule>& rules, const std::string& language) {
  Json report{{"rules", Json::array()}, {"value_sets", Json::array()}};
  for (const RuleSet::Rule& rule : rules) report["rules"].push_back(to_json(*rule, language));
  for (const ValueSet& values : set.value_sets())
    report["value_sets"].push_back(
        {{"id", values.id}, {"date", iso_time(values.date).substr(0, 10)}, {"codes", values.codes.size()}});
  std::cout << report.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
}

void print(const RuleSet& set, const std::vector<RuleSet::Rule>& rules, const std::string& language) {
  for (const RuleSet::Rule& rule : rules)
    std::cout << rule->identifier << ' ' << to_string(rule->version) << ' ' << to_string(rule->type) << ' '
              << to_string(rule->subject) << ' ' << iso_time(rule->valid_from).substr(0, 10) << " to "
              << iso_time(rule->valid_to).substr(0, 10) << (rule->region.empty() ? "" : " region " + rule->region)
              << (rule->logic ? "" : " (another engine: cannot be evaluated)") << "\n    "
              << rule->description(language) << '\n';
  for (const ValueSet& values : set.value_sets())
    std::cout << "value set " << values.id << " of " << iso_time(values.date).substr(0, 10) << ": "
              << values.codes.size() << " codes\n";
  std::cout << rules.size() << " rules\n";
}

Exit list(const ListOptions& options) {
  std::optional<WallTime> at;
  if (!options.at.empty()) {
    const auto time = parse_iso_time(options.at);
    if (!time) return unusable(Error(time.error()).with_context("--at"));
    at = *time;
  }
  const auto set = RuleSet::open(options.rules);
  if (!set) return unusable(Error(set.error()).with_context("--rules"));
  std::vector<RuleSet::Rule> wanted;
  for (const RuleSet::Rule& rule : (*set)->rules())
    if (is_wanted(*rule, options, at)) wanted.push_back(rule);
  options.json ? print_json(**set, wanted, options.language) : print(**set, wanted, options.language);
  return wanted.empty() ? Exit::kRefused : Exit::kAccepted;
}

Result<nlohmann::json> evaluated(const EvaluateOptions& options) {
  auto logic = read_rule_json(options.logic);
  if (!logic) return fail(std::move(logic).error());
  const auto data = read_rule_json(options.data);
  if (!data) return fail(data.error());
  const auto expression = CertLogicExpression::read(*std::move(logic));
  if (!expression) return fail(expression.error(), options.logic.string());
  CertLogicBudget budget;
  const auto value = expression->evaluate(CertLogicValue(*data), budget);
  if (!value) return fail(value.error());
  auto json = value->to_json(kRuleJsonLimits.items);
  if (!json) return fail(ErrorCode::kUnsupported, "the result is too large to print");
  return *std::move(json);
}

Exit evaluate(const EvaluateOptions& options) {
  const auto result = evaluated(options);
  if (!result) return unusable(result.error());
  std::cout << result->dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
  return Exit::kAccepted;
}

void add_list(CLI::App& rules, Exit& exit) {
  const auto options = std::make_shared<ListOptions>();
  CLI::App* command = rules.add_subcommand("list", "the rules of a folder, and the dates of its value sets");
  command->add_option("--rules", options->rules, "folder with rules/ and value-sets/")->required();
  command->add_option("--country", options->country, "only this country's (ISO alpha-2)");
  command->add_option("--at", options->at, "only those in force at this time, such as 2021-12-03T09:30:00Z");
  command->add_option("--language", options->language, "of the descriptions; English where a rule has no other");
  command->add_flag("--json", options->json, "one JSON object");
  command->callback([options, &exit] { exit = list(*options); });
}

void add_test(CLI::App& rules, Exit& exit) {
  const auto options = std::make_shared<RulesTestOptions>();
  CLI::App* command = rules.add_subcommand("test", "run a rule's published tests; exit 1 when one comes out otherwise");
  command->add_option("RULE", options->rule, "the rule (JSON)")->required();
  command->add_option("TESTS", options->tests, "test files {payload, external, expected}, or folders of them")
      ->required();
  command->add_flag("--json", options->json, "one JSON object");
  command->callback([options, &exit] { exit = run_rules_test(*options); });
}

void add_evaluate(CLI::App& rules, Exit& exit) {
  const auto options = std::make_shared<EvaluateOptions>();
  CLI::App* command = rules.add_subcommand("evaluate", "print what a CertLogic expression yields over data, as JSON");
  command->add_option("--logic", options->logic, "the expression (JSON)")->required();
  command->add_option("--data", options->data, "the data (JSON)")->required();
  command->add_flag("--json", options->json, "the result is JSON in any case");
  command->callback([options, &exit] { exit = evaluate(*options); });
}

}  // namespace

void add_rules_command(CLI::App& app, Exit& exit) {
  CLI::App* rules = app.add_subcommand("rules", "national business rules (CertLogic)");
  rules->require_subcommand(1);
  add_list(*rules, exit);
  add_test(*rules, exit);
  add_evaluate(*rules, exit);
}

}  // namespace gate
