#include "access/identification.h"

namespace gate {

std::string_view to_string(Comparison comparison) { return comparison == Comparison::kOneToOne ? "1:1" : "1:N"; }

}  // namespace gate
