#include "rules/rule_set.h"

#include <algorithm>
#include <tuple>

#include "rules/rule_files.h"
#include "rules/rule_judge.h"
#include "rules/rule_payload.h"

namespace gate {
namespace {

constexpr std::size_t kMostRules = 10'000;

auto order(const RuleSet::Rule& rule) { return std::tie(rule->identifier, rule->version); }

Result<std::vector<RuleSet::Rule>> sorted(std::vector<BusinessRule> rules) {
  if (rules.size() > kMostRules)
    return fail(ErrorCode::kInvalidInput, "more than " + std::to_string(kMostRules) + " rules");
  std::vector<RuleSet::Rule> shared;
  shared.reserve(rules.size());
  for (BusinessRule& rule : rules) shared.push_back(std::make_shared<const BusinessRule>(std::move(rule)));
  std::ranges::sort(shared, {}, order);
  const auto twice = std::ranges::adjacent_find(shared, {}, order);
  if (twice == shared.end()) return shared;
  return fail(ErrorCode::kInvalidInput,
              (*twice)->identifier + ": version " + to_string((*twice)->version) + " is there twice");
}

/// Of each set the newest edition.
Result<std::vector<ValueSet>> newest(std::vector<ValueSet> sets) {
  std::ranges::sort(sets, {}, [](const ValueSet& set) { return std::tie(set.id, set.date); });
  std::vector<ValueSet> kept;
  for (ValueSet& set : sets) {
    if (kept.empty() || kept.back().id != set.id) {
      kept.push_back(std::move(set));
    } else if (kept.back().date == set.date) {
      return fail(ErrorCode::kInvalidInput, "value set " + set.id + ": one edition is there twice");
    } else {
      kept.back() = std::move(set);
    }
  }
  return kept;
}

bool concerns(const BusinessRule& rule, std::string_view arrival, std::string_view issued_by, RuleSubject subject,
              WallTime now) {
  const std::string_view country = rule.type == RuleType::kAcceptance ? arrival : issued_by;
  return rule.country == country && rule.region.empty() &&
         (rule.subject == RuleSubject::kGeneral || rule.subject == subject) && rule.valid_from <= now &&
         now < rule.valid_to;
}

}  // namespace

RuleSet::RuleSet(std::vector<Rule> rules, std::vector<ValueSet> sets)
    : rules_(std::move(rules)), sets_(std::move(sets)), codes_(nlohmann::json::object()) {
  for (const ValueSet& set : sets_) codes_[set.id] = set.codes;
}

Result<std::shared_ptr<const RuleSet>> RuleSet::create(std::vector<BusinessRule> rules, std::vector<ValueSet> sets) {
  auto all = sorted(std::move(rules));
  if (!all) return fail(std::move(all).error());
  auto editions = newest(std::move(sets));
  if (!editions) return fail(std::move(editions).error());
  return std::shared_ptr<const RuleSet>(new RuleSet(*std::move(all), *std::move(editions)));
}

Result<std::shared_ptr<const RuleSet>> RuleSet::open(const std::filesystem::path& directory) {
  auto rules = read_rule_files(directory / "rules");
  if (!rules) return fail(std::move(rules).error());
  auto sets = read_value_set_files(directory / "value-sets");
  if (!sets) return fail(std::move(sets).error());
  auto set = create(*std::move(rules), *std::move(sets));
  if (!set) return fail(std::move(set).error(), directory.string());
  return set;
}

std::vector<RuleSet::Rule> RuleSet::select(std::string_view arrival, std::string_view issued_by, RuleSubject subject,
                                           WallTime now) const {
  std::vector<Rule> selected;
  for (const Rule& rule : rules_) {  // older versions come first, so the last of an identifier stays
    if (!concerns(*rule, arrival, issued_by, subject, now)) continue;
    if (!selected.empty() && selected.back()->identifier == rule->identifier) selected.pop_back();
    selected.push_back(rule);
  }
  std::ranges::stable_sort(selected, {}, [](const Rule& rule) { return rule->type; });
  return selected;
}

bool RuleSet::has_country(std::string_view country) const {
  return std::ranges::any_of(rules_, [&](const Rule& rule) {
    return rule->type == RuleType::kAcceptance && rule->country == country && rule->region.empty();
  });
}

RuleVerdict RuleSet::evaluate(const Certificate& certificate, std::string_view arrival, WallTime now) const {
  CertLogicBudget budget;
  std::optional<RuleVerdict> first;
  for (const RuleSubject subject : subjects_of(certificate)) {
    const RuleJudge judge(certificate, subject, arrival, now, codes_);
    RuleVerdict verdict;
    for (const Rule& rule : select(arrival, issuer_country(certificate, subject), subject, now)) {
      verdict.has_acceptance_rule = verdict.has_acceptance_rule || rule->type == RuleType::kAcceptance;
      verdict.rules.push_back(judge.judge(rule, budget));
    }
    if (verdict.admits()) return verdict;
    if (!first) first = std::move(verdict);
  }
  return std::move(first).value_or(RuleVerdict{});
}

}  // namespace gate
