#include "rules/certlogic_evaluation.h"

#include <algorithm>
#include <string>

#include "rules/certlogic_place.h"
#include "rules/certlogic_time.h"
#include "rules/uvci.h"

namespace gate {
namespace {

using Kind = CertLogicValue::Kind;
using Op = CertLogicOperation;

tl::unexpected<Error> refuse(std::string_view operation, std::string_view what, Kind kind) {
  return fail(ErrorCode::kInvalidInput,
              std::string(operation) + ": " + std::string(what) + ", not " + std::string(describe(kind)));
}

template <class T>
bool in_order(Op operation, T left, T right) {
  switch (operation) {
    case Op::kGreater:
    case Op::kAfter: return left > right;
    case Op::kLess:
    case Op::kBefore: return left < right;
    case Op::kGreaterOrEqual:
    case Op::kNotBefore: return left >= right;
    default: return left <= right;
  }
}

bool compares_times(Op operation) {
  return operation == Op::kAfter || operation == Op::kBefore || operation == Op::kNotAfter ||
         operation == Op::kNotBefore;
}

bool in_order(Op operation, const CertLogicValue& left, const CertLogicValue& right) {
  if (compares_times(operation)) return in_order(operation, left.as_date_time(), right.as_date_time());
  return in_order(operation, left.as_integer(), right.as_integer());
}

/// Two operands, or three of which each neighbouring pair must be in order.
Result<CertLogicValue> compare(const CertLogicSyntax& syntax, const std::vector<CertLogicValue>& operands) {
  const Kind wanted = compares_times(syntax.operation) ? Kind::kDateTime : Kind::kInteger;
  const auto other = std::ranges::find_if(operands, [&](const auto& operand) { return operand.kind() != wanted; });
  if (other != operands.end())
    return refuse(syntax.name, "compares " + std::string(wanted == Kind::kInteger ? "integers" : "date-times"),
                  other->kind());
  bool holds = true;
  for (std::size_t at = 1; at < operands.size(); ++at)
    holds = holds && in_order(syntax.operation, operands[at - 1], operands[at]);
  return CertLogicValue(holds);
}

Result<CertLogicValue> add(const CertLogicValue& left, const CertLogicValue& right) {
  for (const CertLogicValue* operand : {&left, &right})
    if (operand->kind() != Kind::kInteger) return refuse("+", "adds integers", operand->kind());
  std::int64_t sum = 0;
  if (__builtin_add_overflow(left.as_integer(), right.as_integer(), &sum))
    return fail(ErrorCode::kInvalidInput, "+: the sum is out of range");
  return CertLogicValue(sum);
}

}  // namespace

Status CertLogicEvaluation::spend(std::size_t steps) {
  if (steps > budget_.steps) {
    budget_.steps = 0;
    return fail(ErrorCode::kUnsupported, "evaluation takes too many steps");
  }
  budget_.steps -= steps;
  return {};
}

Result<CertLogicValue> CertLogicEvaluation::evaluate(const Json& logic, const CertLogicValue& data) {
  if (Status left = spend(1); !left) return fail(std::move(left).error());
  if (logic.is_array()) return array(logic, data);
  if (!logic.is_object()) return CertLogicValue(logic);
  const std::string& name = logic.begin().key();
  const Json& operands = logic.begin().value();
  if (name == "var") return access(operands.get_ref<const std::string&>(), data);
  return operate(*find_certlogic_syntax(name), operands, data);
}

Result<CertLogicValue> CertLogicEvaluation::operate(const CertLogicSyntax& syntax, const Json& operands,
                                                    const CertLogicValue& data) {
  switch (syntax.operation) {
    case Op::kIf: return choose(syntax, operands, data);
    case Op::kAnd: return conjoin(syntax, operands, data);
    case Op::kNot: return negate(syntax, operands, data);
    case Op::kPlusTime: return plus_time(syntax, operands, data);
    case Op::kDateOfBirth: return date_of_birth(syntax, operands, data);
    case Op::kExtractFromUvci: return extract_from_uvci(syntax, operands, data);
    case Op::kReduce: return reduce(syntax, operands, data);
    default: return combine(syntax, operands, data);
  }
}

Result<CertLogicValue> CertLogicEvaluation::evaluate_operand(const CertLogicSyntax& syntax, const Json& operands,
                                                             std::size_t at, const CertLogicValue& data) {
  auto value = evaluate(operands[at], data);
  if (!value) return fail_inside(std::move(value).error(), std::string(syntax.name) + "/" + std::to_string(at));
  return value;
}

Result<std::vector<CertLogicValue>> CertLogicEvaluation::evaluate_all(const CertLogicSyntax& syntax,
                                                                      const Json& operands,
                                                                      const CertLogicValue& data) {
  std::vector<CertLogicValue> values;
  values.reserve(operands.size());
  for (std::size_t at = 0; at < operands.size(); ++at) {
    auto value = evaluate_operand(syntax, operands, at, data);
    if (!value) return fail(std::move(value).error());
    values.push_back(*std::move(value));
  }
  return values;
}

/// "payload.v.0.dn"; the empty path is the data itself.
Result<CertLogicValue> CertLogicEvaluation::access(std::string_view path, const CertLogicValue& data) {
  constexpr std::size_t kPathBytesAStep = 16;
  const auto fragments = static_cast<std::size_t>(std::ranges::count(path, '.'));
  if (Status left = spend(fragments + path.size() / kPathBytesAStep); !left) return fail(std::move(left).error());
  if (path.empty()) return data;
  CertLogicValue value = data;
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find('.', begin), path.size());
    value = value.member(path.substr(begin, end - begin));
    begin = end + 1;
  }
  return value;
}

Result<CertLogicValue> CertLogicEvaluation::array(const Json& items, const CertLogicValue& data) {
  CertLogicValue::Array values;
  values.reserve(items.size());
  for (std::size_t at = 0; at < items.size(); ++at) {
    auto value = evaluate(items[at], data);
    if (!value) return fail_inside(std::move(value).error(), std::to_string(at));
    values.push_back(*std::move(value));
  }
  CertLogicValue built(std::move(values));
  if (built.depth() > CertLogicExpression::kMaxValueDepth)
    return fail(ErrorCode::kUnsupported, "an array is built too deep");
  return built;
}

Result<CertLogicValue> CertLogicEvaluation::choose(const CertLogicSyntax& syntax, const Json& operands,
                                                   const CertLogicValue& data) {
  auto guard = evaluate_operand(syntax, operands, 0, data);
  if (!guard) return guard;
  const auto truth = truth_of(*guard);
  if (!truth) return refuse(syntax.name, "the guard must be truthy or falsy", guard->kind());
  return evaluate_operand(syntax, operands, *truth ? 1 : 2, data);
}

/// The first falsy operand, else the last; what follows the first falsy one is not evaluated.
Result<CertLogicValue> CertLogicEvaluation::conjoin(const CertLogicSyntax& syntax, const Json& operands,
                                                    const CertLogicValue& data) {
  CertLogicValue last;
  for (std::size_t at = 0; at < operands.size(); ++at) {
    auto value = evaluate_operand(syntax, operands, at, data);
    if (!value) return value;
    const auto truth = truth_of(*value);
    if (!truth) return refuse(syntax.name, "operands must be truthy or falsy", value->kind());
    if (!*truth) return value;
    last = *std::move(value);
  }
  return last;
}

Result<CertLogicValue> CertLogicEvaluation::negate(const CertLogicSyntax& syntax, const Json& operands,
                                                   const CertLogicValue& data) {
  auto value = evaluate_operand(syntax, operands, 0, data);
  if (!value) return value;
  const auto truth = truth_of(*value);
  if (!truth) return refuse(syntax.name, "the operand must be truthy or falsy", value->kind());
  return CertLogicValue(!*truth);
}

/// The operations that need all their operands, whatever these are.
Result<CertLogicValue> CertLogicEvaluation::combine(const CertLogicSyntax& syntax, const Json& operands,
                                                    const CertLogicValue& data) {
  const auto values = evaluate_all(syntax, operands, data);
  if (!values) return fail(values.error());
  switch (syntax.operation) {
    case Op::kEqual: return equal((*values)[0], (*values)[1]).map([](bool same) { return CertLogicValue(same); });
    case Op::kIn: return contains((*values)[0], (*values)[1]);
    case Op::kPlus: return add((*values)[0], (*values)[1]);
    default: return compare(syntax, *values);
  }
}

Result<CertLogicValue> CertLogicEvaluation::contains(const CertLogicValue& needle, const CertLogicValue& haystack) {
  if (haystack.kind() != Kind::kArray) return refuse("in", "the second operand must be an array", haystack.kind());
  for (std::size_t at = 0; at < haystack.size(); ++at) {
    const auto same = equal(needle, haystack.item(at));
    if (!same) return fail(same.error());
    if (*same) return CertLogicValue(true);
  }
  return CertLogicValue(false);
}

/// Without conversions: 1 is not "1".
Result<bool> CertLogicEvaluation::equal(const CertLogicValue& left, const CertLogicValue& right) {
  constexpr std::size_t kTextBytesAStep = 256;
  const Kind kind = left.kind();
  if (kind != right.kind()) return spend(1).map([] { return false; });
  if (Status left_over = spend(1 + (kind == Kind::kText ? left.as_text().size() / kTextBytesAStep : 0)); !left_over)
    return fail(std::move(left_over).error());
  switch (kind) {
    case Kind::kNull: return true;
    case Kind::kBool: return left.as_bool() == right.as_bool();
    case Kind::kInteger: return left.as_integer() == right.as_integer();
    case Kind::kText: return left.as_text() == right.as_text();
    default: return refuse("===", "compares texts, integers, booleans and null", kind);
  }
}

Result<CertLogicValue> CertLogicEvaluation::plus_time(const CertLogicSyntax& syntax, const Json& operands,
                                                      const CertLogicValue& data) {
  auto text = evaluate_operand(syntax, operands, 0, data);
  if (!text) return text;
  if (text->kind() != Kind::kText) return refuse(syntax.name, "the date must be a text", text->kind());
  if (Status left = spend(1); !left) return fail(std::move(left).error());
  const auto unit = parse_time_unit(operands[2].get_ref<const std::string&>());
  return read_certlogic_time(text->as_text())
      .and_then([&](WallTime time) { return gate::plus_time(time, operands[1].get<std::int64_t>(), *unit); })
      .map([](WallTime time) { return CertLogicValue(time); });
}

Result<CertLogicValue> CertLogicEvaluation::date_of_birth(const CertLogicSyntax& syntax, const Json& operands,
                                                          const CertLogicValue& data) {
  auto text = evaluate_operand(syntax, operands, 0, data);
  if (!text) return text;
  if (text->kind() != Kind::kText) return refuse(syntax.name, "the date must be a text", text->kind());
  return read_date_of_birth(text->as_text()).map([](WallTime time) { return CertLogicValue(time); });
}

Result<CertLogicValue> CertLogicEvaluation::extract_from_uvci(const CertLogicSyntax& syntax, const Json& operands,
                                                              const CertLogicValue& data) {
  constexpr std::size_t kTextBytesAStep = 16;
  auto uvci = evaluate_operand(syntax, operands, 0, data);
  if (!uvci || uvci->kind() == Kind::kNull) return uvci;
  if (uvci->kind() != Kind::kText) return refuse(syntax.name, "the first operand must be a text", uvci->kind());
  if (Status left = spend(uvci->as_text().size() / kTextBytesAStep); !left) return fail(std::move(left).error());
  const auto fragment = uvci_fragment(uvci->as_text(), operands[1].get<std::int64_t>());
  return fragment ? CertLogicValue(std::string(*fragment)) : CertLogicValue();
}

/// A left fold. The lambda sees the item and the outcome so far, and nothing of the data around it.
Result<CertLogicValue> CertLogicEvaluation::reduce(const CertLogicSyntax& syntax, const Json& operands,
                                                   const CertLogicValue& data) {
  auto items = evaluate_operand(syntax, operands, 0, data);
  if (!items) return items;
  if (items->kind() != Kind::kArray && items->kind() != Kind::kNull)
    return refuse(syntax.name, "the first operand must be an array", items->kind());
  auto accumulator = evaluate_operand(syntax, operands, 2, data);
  constexpr std::size_t kStepsAnItem = 2;  // what the lambda sees is built anew for each
  for (std::size_t at = 0; accumulator && at < items->size(); ++at) {
    if (Status left = spend(kStepsAnItem); !left) return fail(std::move(left).error());
    const CertLogicValue seen(
        CertLogicValue::Object{{"current", items->item(at)}, {"accumulator", *std::move(accumulator)}});
    if (seen.depth() > CertLogicExpression::kMaxValueDepth)
      return fail(ErrorCode::kUnsupported, "reduce: a value is built too deep");
    accumulator = evaluate_operand(syntax, operands, 1, seen);
  }
  return accumulator;
}

}  // namespace gate
