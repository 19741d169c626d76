#pragma once

#include <optional>
#include <string_view>

#include "passes/pass_id.h"

namespace gate {

/// What somebody did at the console, for the log: who by role alone, what, and what became of it; never a PIN.
struct StaffAction {
  std::string_view role, action, result;
  std::optional<PassId> pass{};
};

}  // namespace gate
