#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/clock.h"
#include "common/result.h"

namespace gate {

/// 9999-12-31T23:59:59Z, in seconds since 1970: the last that iso_time() can write. Times from outside end here.
inline constexpr std::int64_t kLatestSecond = 253'402'300'799;

/// "2021-12-03T09:30:00.000Z" (ISO 8601, RFC 3339, UTC).
std::string iso_time(WallTime time);

/// Reads RFC 3339 ("2021-12-03T09:30:00Z", "…+01:00", with or without fractions of a second), and a time without a
/// zone, or a date alone (its midnight), as UTC. kInvalidInput for anything else, also for dates that do not exist.
Result<WallTime> parse_iso_time(std::string_view text);

}  // namespace gate
