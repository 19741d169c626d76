#pragma once

#include <cstddef>
#include <string_view>

namespace gate {

enum class CertLogicOperation {
  kIf,
  kEqual,
  kAnd,
  kNot,
  kGreater,
  kLess,
  kGreaterOrEqual,
  kLessOrEqual,
  kIn,
  kPlus,
  kAfter,
  kBefore,
  kNotAfter,
  kNotBefore,
  kPlusTime,
  kReduce,
  kExtractFromUvci,
  kDateOfBirth,
};

/// An operation of the language as it is written, and how many operands it takes. `var` is not among them: it alone has
/// a path instead of operands. Private to this folder.
struct CertLogicSyntax {
  std::string_view name;
  CertLogicOperation operation;
  std::size_t fewest;
  std::size_t most;
};

/// Null for a word outside the language.
const CertLogicSyntax* find_certlogic_syntax(std::string_view name);

}  // namespace gate
