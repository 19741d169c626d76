#pragma once

#include <optional>
#include <string_view>

#include "common/clock.h"

namespace gate {

/// A date and time as issuers write it, more lenient than parse_iso_time(): "…T17:30:00+02" (in the EU schema's tests)
/// and "…T17:30Z" are ISO 8601 but not RFC 3339, and a blank before the zone is seen. Nothing for a date alone and for
/// what is no time. Reentrant.
std::optional<WallTime> parse_stated_time(std::string_view text);

}  // namespace gate
