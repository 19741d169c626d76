#include <cstdlib>

#include "rules/certlogic_expression.h"
#include "rules/rule_files.h"

// {"logic": …, "data": …}: whatever is within the language comes to an end, the same end twice, and costs no more than
// the budget.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto json = gate::parse_json({reinterpret_cast<const char*>(data), size}, gate::kRuleJsonLimits);
  if (!json || !json->is_object() || !json->contains("logic") || !json->contains("data")) return 0;
  const auto logic = gate::CertLogicExpression::read(json->at("logic"));
  if (!logic) return 0;
  const gate::CertLogicValue context(json->at("data"));
  gate::CertLogicBudget budget;
  gate::CertLogicBudget again;
  const auto first = logic->evaluate(context, budget);
  const auto second = logic->evaluate(context, again);
  if (first.has_value() != second.has_value() || budget.steps != again.steps) std::abort();
  if (first && first->to_json(10'000) != second->to_json(10'000)) std::abort();
  if (!first && first.error().message != second.error().message) std::abort();
  return 0;
}
