#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "common/clock.h"
#include "common/result.h"

namespace gate {

/// What plusTime counts in.
enum class TimeUnit { kYear, kMonth, kDay, kHour };

/// "year", "month", "day", "hour"; nothing for any other text.
std::optional<TimeUnit> parse_time_unit(std::string_view text);

/// Reads the date and date-time forms that CertLogic 1.3.3 lists under "Offset date-time": a date is its midnight, no
/// zone is UTC, decimals past the third are cut off, and a partial date is its last day (as read_date_of_birth()).
/// kInvalidInput for every other form and for days and hours that do not exist. Pure, reentrant.
Result<WallTime> read_certlogic_time(std::string_view text);

/// Reads "YYYY", "YYYY-MM" and "YYYY-MM-DD" as the last day the text allows. kInvalidInput as above. Pure, reentrant.
Result<WallTime> read_date_of_birth(std::string_view text);

/// Counts on in UTC, as ECMAScript's setUTC… does: a day that the new month lacks runs over into the next one, so that
/// 2020-02-29 and a year is 2021-03-01. kInvalidInput when the outcome is outside the years 0 to 9999, which the forms
/// above cannot write. Pure, reentrant.
Result<WallTime> plus_time(WallTime time, std::int64_t amount, TimeUnit unit);

}  // namespace gate
