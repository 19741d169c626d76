#include "rules/certlogic_operations.h"

#include <algorithm>
#include <array>

namespace gate {
namespace {

using Op = CertLogicOperation;

constexpr std::size_t kAny = 10'000;

constexpr std::array kSyntax{
    CertLogicSyntax{"if", Op::kIf, 3, 3},
    CertLogicSyntax{"===", Op::kEqual, 2, 2},
    CertLogicSyntax{"and", Op::kAnd, 2, kAny},
    CertLogicSyntax{"!", Op::kNot, 1, 1},
    CertLogicSyntax{">", Op::kGreater, 2, 3},
    CertLogicSyntax{"<", Op::kLess, 2, 3},
    CertLogicSyntax{">=", Op::kGreaterOrEqual, 2, 3},
    CertLogicSyntax{"<=", Op::kLessOrEqual, 2, 3},
    CertLogicSyntax{"in", Op::kIn, 2, 2},
    CertLogicSyntax{"+", Op::kPlus, 2, 2},
    CertLogicSyntax{"after", Op::kAfter, 2, 3},
    CertLogicSyntax{"before", Op::kBefore, 2, 3},
    CertLogicSyntax{"not-after", Op::kNotAfter, 2, 3},
    CertLogicSyntax{"not-before", Op::kNotBefore, 2, 3},
    CertLogicSyntax{"plusTime", Op::kPlusTime, 3, 3},
    CertLogicSyntax{"reduce", Op::kReduce, 3, 3},
    CertLogicSyntax{"extractFromUVCI", Op::kExtractFromUvci, 2, 2},
    CertLogicSyntax{"dccDateOfBirth", Op::kDateOfBirth, 1, 1},
};

}  // namespace

const CertLogicSyntax* find_certlogic_syntax(std::string_view name) {
  const auto found = std::ranges::find(kSyntax, name, &CertLogicSyntax::name);
  return found == kSyntax.end() ? nullptr : &*found;
}

}  // namespace gate
