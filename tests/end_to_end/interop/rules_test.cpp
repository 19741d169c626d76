// Every CertLogic case of the official suites: the language's own test suite, and the tests that countries publish
// beside their rules.
#include <gtest/gtest.h>

#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <iomanip>
#include <iostream>
#include <set>

#include "end_to_end/interop/csv.h"
#include "end_to_end/interop/suite.h"
#include "rules/published_rule_test.h"
#include "rules/rule_files.h"

namespace gate {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

/// The rows about CertLogic, without those that are wrong in the suite itself.
std::vector<CsvRow> cases() {
  std::set<std::pair<std::string, std::string>> excluded;
  for (const CsvRow& row : read_csv(suite() / "excluded.csv")) excluded.emplace(row.at("file"), row.at("check"));
  std::vector<CsvRow> rows;
  for (CsvRow& row : read_csv(suite() / "cases.csv"))
    if (row.at("format") == "CertLogic" && !excluded.contains({row.at("file"), row.at("check")}))
      rows.push_back(std::move(row));
  return rows;
}

struct Count {
  int as_expected = 0;
  int unexpected = 0;
};

class RulesSuite : public ::testing::Test {
 protected:
  void SetUp() override { REQUIRE_SUITE(); }
  void TearDown() override {
    for (const auto& [name, count] : counts_)
      std::cout << std::left << std::setw(44) << name << std::right << std::setw(5) << count.as_expected
                << " as expected, " << count.unexpected << " unexpected\n";
  }

  // A file is read once, however many cases it holds.
  const Json& open(const std::string& file) {
    const auto [at, added] = files_.try_emplace(file);
    if (added) at->second = read_rule_json(suite() / file).value();
    return at->second;
  }
  bool count(const std::string& table_row, bool as_expected) {
    ++(as_expected ? counts_[table_row].as_expected : counts_[table_row].unexpected);
    return as_expected;
  }

 private:
  std::map<std::string, Json> files_;
  std::map<std::string, Count> counts_;
};

/// The number behind `word` in "cases[3].assertions[12]".
std::size_t number_behind(std::string_view place, std::string_view word) {
  std::size_t number = 0;
  const std::string_view rest = place.substr(place.find(word) + word.size() + 1);
  std::from_chars(rest.data(), rest.data() + rest.size(), number);
  return number;
}

/// What the evaluator makes of one assertion, as JSON; an error is text with its message, which no assertion expects.
Json outcome(const Json& expression, const Json& data) {
  const auto read = CertLogicExpression::read(expression);
  if (!read) return "error: " + read.error().message;
  CertLogicBudget budget;
  const auto value = read->evaluate(CertLogicValue(data), budget);
  if (!value) return "error: " + value.error().message;
  return value->to_json(10'000).value_or("error: too large");
}

TEST_F(RulesSuite, EveryAssertionOfTheLanguageHolds) {
  int assertions = 0;
  for (const CsvRow& row : cases()) {
    if (row.at("check") == "RULE") continue;
    const Json& place = open(row.at("file")).at("cases").at(number_behind(row.at("check"), "cases"));
    const Json& assertion = place.at("assertions").at(number_behind(row.at("check"), "assertions"));
    const Json& expression = assertion.contains("certLogicExpression") ? assertion.at("certLogicExpression")
                                                                       : place.at("certLogicExpression");
    const Json came_out = outcome(expression, assertion.value("data", Json()));
    ++assertions;
    EXPECT_TRUE(count(row.at("file"), came_out == Json::parse(row.at("expected"))))
        << row.at("file") << ' ' << row.at("check") << ": " << came_out << " instead of " << row.at("expected");
  }
  EXPECT_GT(assertions, 0);
}

TEST_F(RulesSuite, EveryPublishedRuleTestComesOut) {
  int tests = 0;
  for (const CsvRow& row : cases()) {
    if (row.at("check") != "RULE") continue;
    const fs::path file = row.at("file");
    auto rule = read_business_rule(open((file.parent_path().parent_path() / "rule.json").string()));
    ASSERT_TRUE(rule) << file << ": " << rule.error().message;
    auto test = read_published_rule_test(open(file.string()));
    ASSERT_TRUE(test) << file << ": " << test.error().message;
    test->expected = row.at("expected") == "true";
    const std::string country = rule->country;
    const JudgedRule judged = run_published_rule_test(std::make_shared<BusinessRule>(*std::move(rule)), *test);
    ++tests;
    EXPECT_TRUE(count("rules of " + country, comes_out(*test, judged)))
        << file << ": " << to_string(judged.outcome) << " instead of " << row.at("expected") << " " << judged.detail;
  }
  EXPECT_GT(tests, 0);
}

}  // namespace
}  // namespace gate
