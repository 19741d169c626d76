#pragma once

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "certificates/certificate.h"
#include "common/clock.h"
#include "common/result.h"
#include "rules/business_rule.h"
#include "rules/rule_verdict.h"
#include "rules/value_set.h"

namespace gate {

/// National rules and the value sets they look codes up in. Immutable; shared between threads, reentrant.
class RuleSet {
 public:
  using Rule = std::shared_ptr<const BusinessRule>;

  /// Reads `directory`/rules/*.json (a rule, or an array of rules, a file) and `directory`/value-sets/*.json (one each;
  /// of several editions of a set the newest). One bad file and none is taken. kNotFound: no rules folder, or no rule
  /// in it. kInvalidInput names the file, the rule and the field; also for one version of a rule given twice, for more
  /// than 2,000 files or 10,000 rules, and for a file of more than 8 MiB. Blocks for the reading.
  static Result<std::shared_ptr<const RuleSet>> open(const std::filesystem::path& directory);

  /// Of what is already read: the same checks.
  static Result<std::shared_ptr<const RuleSet>> create(std::vector<BusinessRule> rules, std::vector<ValueSet> sets);

  /// The rules that judge a certificate of `subject` (not kGeneral) at `now`: of the country of arrival the acceptance
  /// rules, of the country of issue the invalidation rules; for that subject or in general; within their validity; of
  /// one identifier the newest version of these. Rules for a region are not for the whole country and are left out.
  std::vector<Rule> select(std::string_view arrival, std::string_view issued_by, RuleSubject subject,
                           WallTime now) const;

  /// What the rules of the country of arrival (ISO 3166-1 alpha-2) say of `certificate` at `now`. A certificate that
  /// states several kinds of thing is judged by each; the first that admits counts, else the first.
  /// A rule is open when it needs another engine or schema than this program or this certificate has (the certificate's
  /// schema has the rule's major version and is not older), or its logic fails or yields something that is no boolean.
  /// One CertLogicBudget for all of it: some 40 µs with real rules, about 20 ms at worst.
  RuleVerdict evaluate(const Certificate& certificate, std::string_view arrival, WallTime now) const;

  /// Whether any acceptance rule, at whatever time, is this country's.
  bool has_country(std::string_view country) const;

  const std::vector<Rule>& rules() const { return rules_; }  ///< by identifier, older versions first
  const std::vector<ValueSet>& value_sets() const { return sets_; }

 private:
  RuleSet(std::vector<Rule> rules, std::vector<ValueSet> sets);

  std::vector<Rule> rules_;
  std::vector<ValueSet> sets_;
  nlohmann::json codes_;  ///< the sets as rules see them: {"vaccines-covid-19-names": ["EU/1/20/1528", …], …}
};

}  // namespace gate
