#pragma once

#include <cstddef>
#include <memory>
#include <nlohmann/json.hpp>

#include "common/result.h"
#include "rules/certlogic_value.h"

namespace gate {

/// How much evaluation may still be done. One for a whole certificate, so that many rules cannot add up.
struct CertLogicBudget {
  std::size_t steps = 100'000;  ///< operations, literals, path fragments, comparisons; measured 0.1 to 0.2 µs each
};

/// An expression in CertLogic, the language of the EU's national business rules: github.com/ehn-dcc-development/
/// eu-dcc-business-rules, "CertLogic: specification" 1.3.3. Immutable; copies share the expression. Reentrant.
///
/// Where the specification leaves room, the strict reading is taken: an operation has exactly its operands (also where
/// they are not evaluated), "===" and "in" refuse to compare arrays, objects, date-times and fractions with each other
/// (the reference implementations disagree on them), and sums that no 64-bit integer holds are errors.
class CertLogicExpression {
 public:
  static constexpr int kMaxDepth = 128;             ///< arrays and objects inside each other, of expressions
  static constexpr int kMaxValueDepth = 64;         ///< … and of arrays built by evaluating
  static constexpr std::size_t kMaxItems = 20'000;  ///< operations, operands and literals in one expression

  /// Checks that the whole of `logic` is within the language. kInvalidInput names the place ("if/1/or") and what is
  /// wrong there.
  static Result<CertLogicExpression> read(nlohmann::json logic);

  /// The outcome over `data`; it points into `data` and this expression, which must outlive it. kInvalidInput, with the
  /// place: an operand of a kind that the operation does not take, a text that is no date. kUnsupported: `budget` is
  /// used up, or a value nested too deep.
  Result<CertLogicValue> evaluate(const CertLogicValue& data, CertLogicBudget& budget) const;

  const nlohmann::json& logic() const { return *logic_; }

 private:
  explicit CertLogicExpression(std::shared_ptr<const nlohmann::json> logic) : logic_(std::move(logic)) {}

  std::shared_ptr<const nlohmann::json> logic_;
};

}  // namespace gate
