#pragma once

#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "common/result.h"
#include "rules/certlogic_expression.h"
#include "rules/certlogic_operations.h"
#include "rules/certlogic_value.h"

namespace gate {

/// One run over an expression that CertLogicExpression::read() has checked: forms are not checked again, kinds of
/// values are. Thread-bound; lives on the stack. Private to this folder.
class CertLogicEvaluation {
 public:
  explicit CertLogicEvaluation(CertLogicBudget& budget) : budget_(budget) {}

  Result<CertLogicValue> evaluate(const nlohmann::json& logic, const CertLogicValue& data);

 private:
  using Value = Result<CertLogicValue>;
  using Json = nlohmann::json;

  Status spend(std::size_t steps);
  Value evaluate_operand(const CertLogicSyntax& syntax, const Json& operands, std::size_t at,
                         const CertLogicValue& data);
  Result<std::vector<CertLogicValue>> evaluate_all(const CertLogicSyntax& syntax, const Json& operands,
                                                   const CertLogicValue& data);
  Value operate(const CertLogicSyntax& syntax, const Json& operands, const CertLogicValue& data);

  Value access(std::string_view path, const CertLogicValue& data);
  Value array(const Json& items, const CertLogicValue& data);
  Value choose(const CertLogicSyntax& syntax, const Json& operands, const CertLogicValue& data);
  Value conjoin(const CertLogicSyntax& syntax, const Json& operands, const CertLogicValue& data);
  Value negate(const CertLogicSyntax& syntax, const Json& operands, const CertLogicValue& data);
  Value combine(const CertLogicSyntax& syntax, const Json& operands, const CertLogicValue& data);
  Value plus_time(const CertLogicSyntax& syntax, const Json& operands, const CertLogicValue& data);
  Value date_of_birth(const CertLogicSyntax& syntax, const Json& operands, const CertLogicValue& data);
  Value extract_from_uvci(const CertLogicSyntax& syntax, const Json& operands, const CertLogicValue& data);
  Value reduce(const CertLogicSyntax& syntax, const Json& operands, const CertLogicValue& data);
  Value contains(const CertLogicValue& needle, const CertLogicValue& haystack);
  Result<bool> equal(const CertLogicValue& left, const CertLogicValue& right);

  CertLogicBudget& budget_;
};

}  // namespace gate
