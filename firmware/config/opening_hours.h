#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "common/result.h"

namespace gate {

/// When visitors may come, on some days of the week, in local time. A span over midnight (from later than to) belongs
/// to the day it begins on.
struct OpeningHours {
  std::vector<std::chrono::weekday> days;
  std::chrono::minutes from{};  ///< since midnight, 00:00 to 23:59
  std::chrono::minutes to{};    ///< since midnight, up to 24:00; not within any more
};

/// A moment as a wall clock at the site shows it.
struct LocalTime {
  std::chrono::weekday day;
  std::chrono::minutes since_midnight{};
};

/// Whether any of the spans holds `time`. Reentrant.
bool is_open(const std::vector<OpeningHours>& hours, LocalTime time);

/// "mon" … "sun"; kInvalidInput for anything else.
Result<std::chrono::weekday> parse_weekday(std::string_view name);
std::string_view to_string(std::chrono::weekday day);

/// "09:00" up to "24:00"; kInvalidInput for anything else.
Result<std::chrono::minutes> parse_time_of_day(std::string_view text);
std::string time_of_day_text(std::chrono::minutes since_midnight);

}  // namespace gate
