#include "rules/certlogic_expression.h"

#include <optional>
#include <string>

#include "rules/certlogic_evaluation.h"
#include "rules/certlogic_operations.h"
#include "rules/certlogic_place.h"
#include "rules/certlogic_time.h"

namespace gate {
namespace {

using Json = nlohmann::json;

Status refuse(std::string message) { return fail(ErrorCode::kInvalidInput, std::move(message)); }

/// Text from outside, for a message: short and printable.
std::string quoted(const std::string& text) {
  return Json(text.substr(0, 40)).dump(-1, ' ', true, Json::error_handler_t::replace);
}

/// Holds one expression against the language.
class Check {
 public:
  Status expression(const Json& logic, int depth);

 private:
  Status operation(const std::string& name, const Json& operands, int depth);
  Status operands_of(const CertLogicSyntax& syntax, const Json& operands, int depth);
  static Status literals_of(const CertLogicSyntax& syntax, const Json& operands);
  Status each(const std::string& step, const Json& items, int depth);

  std::size_t items_ = 0;
};

Status Check::expression(const Json& logic, int depth) {
  if (++items_ > CertLogicExpression::kMaxItems)
    return refuse("more than " + std::to_string(CertLogicExpression::kMaxItems) + " items");
  if (depth > CertLogicExpression::kMaxDepth)
    return refuse("nested deeper than " + std::to_string(CertLogicExpression::kMaxDepth) + " levels");
  if (logic.is_array()) return each("", logic, depth + 1);
  if (logic.is_object()) {
    if (logic.size() != 1) return refuse("an operation is an object with one key");
    return operation(logic.begin().key(), logic.begin().value(), depth + 1);
  }
  const auto kind = CertLogicValue(logic).kind();
  using Kind = CertLogicValue::Kind;
  if (kind == Kind::kBool || kind == Kind::kInteger || kind == Kind::kText) return {};
  return refuse(std::string(describe(kind)) + " is not a literal of the language");
}

Status Check::operation(const std::string& name, const Json& operands, int depth) {
  if (name == "var") return operands.is_string() ? Status() : refuse("var: takes one text, the path");
  const CertLogicSyntax* syntax = find_certlogic_syntax(name);
  if (syntax == nullptr) return refuse(quoted(name) + ": not an operation of the language");
  if (!operands.is_array()) return refuse(name + ": takes an array of operands");
  if (operands.size() < syntax->fewest || operands.size() > syntax->most)
    return refuse(name + ": takes " + std::to_string(syntax->fewest) +
                  (syntax->most == syntax->fewest ? ""
                   : syntax->most == 3            ? " or 3"
                                                  : " or more") +
                  " operands, not " + std::to_string(operands.size()));
  return operands_of(*syntax, operands, depth + 1);
}

Status Check::operands_of(const CertLogicSyntax& syntax, const Json& operands, int depth) {
  if (Status literals = literals_of(syntax, operands); !literals) return literals;
  return each(std::string(syntax.name) + "/", operands, depth);
}

// However it is written: 1.0 is 1 (certlogic_value.h).
bool is_integer(const Json& literal) { return CertLogicValue(literal).kind() == CertLogicValue::Kind::kInteger; }

// Two operations take plain values in some places, not expressions.
Status Check::literals_of(const CertLogicSyntax& syntax, const Json& operands) {
  if (syntax.operation == CertLogicOperation::kExtractFromUvci && !is_integer(operands[1]))
    return refuse("extractFromUVCI: the index must be an integer");
  if (syntax.operation != CertLogicOperation::kPlusTime) return {};
  if (!is_integer(operands[1])) return refuse("plusTime: the amount must be an integer");
  if (!operands[2].is_string() || !parse_time_unit(operands[2].get_ref<const std::string&>()))
    return refuse("plusTime: the unit must be \"year\", \"month\", \"day\" or \"hour\"");
  return {};
}

Status Check::each(const std::string& step, const Json& items, int depth) {
  for (std::size_t at = 0; at < items.size(); ++at)
    if (Status item = expression(items[at], depth); !item)
      return fail_inside(std::move(item).error(), step + std::to_string(at));
  return {};
}

}  // namespace

Result<CertLogicExpression> CertLogicExpression::read(Json logic) {
  if (Status checked = Check().expression(logic, 0); !checked) return fail(std::move(checked).error());
  return CertLogicExpression(std::make_shared<const Json>(std::move(logic)));
}

Result<CertLogicValue> CertLogicExpression::evaluate(const CertLogicValue& data, CertLogicBudget& budget) const {
  return CertLogicEvaluation(budget).evaluate(*logic_, data);
}

}  // namespace gate
