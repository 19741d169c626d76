#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "common/result.h"

namespace gate {

/// 16 random bytes naming a pass; the only thing about a visitor that logs and events hold.
struct PassId {
  std::array<std::uint8_t, 16> bytes{};
  auto operator<=>(const PassId&) const = default;
};

/// 32 lower-case hex digits, and back (kInvalidInput for anything else).
std::string to_string(const PassId& id);
Result<PassId> parse_pass_id(std::string_view text);

}  // namespace gate
