// gatectl rules test: does a rule do what its country says it does?
#include "gatectl/rules_test_command.h"

#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>

#include "encoding/folder_files.h"
#include "rules/published_rule_test.h"
#include "rules/rule_files.h"

namespace gate {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

struct Line {
  fs::path file;
  PublishedRuleTest test;
  JudgedRule judged;
};

/// Folders become the JSON files in them, by name.
Result<std::vector<fs::path>> test_files(const std::vector<fs::path>& given) {
  std::vector<fs::path> files;
  for (const fs::path& path : given) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      files.push_back(path);
      continue;
    }
    const auto inside = files_in(path, [](const fs::path& file) { return file.extension() == ".json"; });
    if (!inside) return fail(inside.error());
    files.insert(files.end(), inside->begin(), inside->end());
  }
  return files;
}

Result<std::shared_ptr<const BusinessRule>> open_rule(const fs::path& file) {
  const auto json = read_rule_json(file);
  if (!json) return fail(json.error());
  auto rule = read_business_rule(*json);
  if (!rule) return fail(std::move(rule).error(), file.string());
  return std::make_shared<const BusinessRule>(*std::move(rule));
}

Result<std::vector<Line>> run_tests(const RulesTestOptions& options) {
  const auto rule = open_rule(options.rule);
  if (!rule) return fail(rule.error());
  const auto files = test_files(options.tests);
  if (!files) return fail(files.error());
  std::vector<Line> lines;
  for (const fs::path& file : *files) {
    const auto json = read_rule_json(file);
    if (!json) return fail(json.error());
    auto test = read_published_rule_test(*json);
    if (!test) return fail(std::move(test).error(), file.string());
    JudgedRule judged = run_published_rule_test(*rule, *test);
    lines.push_back({file, *std::move(test), std::move(judged)});
  }
  if (lines.empty()) return fail(ErrorCode::kNotFound, "no test file (*.json) in what was given");
  return lines;
}

void print_json(const std::vector<Line>& lines, std::size_t unexpected) {
  auto tests = Json::array();
  for (const Line& line : lines)
    tests.push_back({{"file", line.file.string()},
                     {"name", line.test.name},
                     {"expected", line.test.expected},
                     {"outcome", to_string(line.judged.outcome)},
                     {"as_expected", comes_out(line.test, line.judged)},
                     {"detail", line.judged.detail}});
  const Json report{{"rule", lines.front().judged.rule->identifier},
                    {"tests", tests},
                    {"as_expected", lines.size() - unexpected},
                    {"unexpected", unexpected}};
  std::cout << report.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
}

void print(const std::vector<Line>& lines, std::size_t unexpected) {
  for (const Line& line : lines)
    if (!comes_out(line.test, line.judged))
      std::cout << line.file.string() << ": " << to_string(line.judged.outcome) << " instead of "
                << (line.test.expected ? "passed" : "failed")
                << (line.judged.detail.empty() ? "" : " (" + line.judged.detail + ")") << '\n';
  std::cout << lines.front().judged.rule->identifier << ": " << lines.size() - unexpected << " of " << lines.size()
            << " tests as expected\n";
}

}  // namespace

Exit run_rules_test(const RulesTestOptions& options) {
  const auto lines = run_tests(options);
  if (!lines) {
    std::cerr << "gatectl: " << lines.error().message << '\n';
    return Exit::kUnusable;
  }
  const auto unexpected = static_cast<std::size_t>(
      std::ranges::count_if(*lines, [](const Line& line) { return !comes_out(line.test, line.judged); }));
  options.json ? print_json(*lines, unexpected) : print(*lines, unexpected);
  return unexpected == 0 ? Exit::kAccepted : Exit::kRefused;
}

}  // namespace gate
