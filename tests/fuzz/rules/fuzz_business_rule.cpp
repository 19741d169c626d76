#include <cstdlib>

#include "rules/rule_files.h"
#include "rules/rule_set.h"

// A rule that reads is selected where it says, and judges without a fall.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto json = gate::parse_json({reinterpret_cast<const char*>(data), size}, gate::kRuleJsonLimits);
  if (!json) return 0;
  if (const auto set = gate::read_value_set(*json); set && set->id.empty()) std::abort();
  auto rule = gate::read_business_rule(*json);
  if (!rule) return 0;
  const std::string country = rule->country;
  const gate::WallTime now = rule->valid_from;
  const bool counts = rule->type == gate::RuleType::kAcceptance && rule->region.empty();
  const auto set = gate::RuleSet::create({*std::move(rule)}, {});
  if (!set || (*set)->has_country(country) != counts) std::abort();
  gate::Certificate certificate;
  certificate.format = gate::CertificateFormat::kEuDcc;
  certificate.issuer = country;
  certificate.schema_version = "1.3.0";
  certificate.immunisations.emplace_back();
  certificate.tests.emplace_back();
  certificate.recoveries.emplace_back();
  const auto verdict = (*set)->evaluate(certificate, country, now);
  if (verdict.admits() && verdict.objection() != nullptr) std::abort();
  return 0;
}
