#include "config/opening_hours.h"

#include <algorithm>
#include <array>

namespace gate {
namespace {

using std::chrono::minutes;
using std::chrono::weekday;

constexpr std::array<std::string_view, 7> kNames{"sun", "mon", "tue", "wed", "thu", "fri", "sat"};  // C's order
constexpr minutes kDay{24 * 60};

bool on(const OpeningHours& hours, weekday day) { return std::ranges::find(hours.days, day) != hours.days.end(); }

bool holds(const OpeningHours& hours, LocalTime time) {
  const minutes at = time.since_midnight;
  if (hours.from < hours.to) return on(hours, time.day) && at >= hours.from && at < hours.to;
  const bool evening = on(hours, time.day) && at >= hours.from;
  return evening || (on(hours, time.day - std::chrono::days{1}) && at < hours.to);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

bool is_open(const std::vector<OpeningHours>& hours, LocalTime time) {
  return std::ranges::any_of(hours, [&](const OpeningHours& span) { return holds(span, time); });
}

Result<weekday> parse_weekday(std::string_view name) {
  const auto found = std::ranges::find(kNames, name);
  if (found == kNames.end()) return fail(ErrorCode::kInvalidInput, "not a day of the week: mon, tue, …, sun");
  return weekday(static_cast<unsigned>(found - kNames.begin()));
}

std::string_view to_string(weekday day) { return kNames.at(day.c_encoding()); }

Result<minutes> parse_time_of_day(std::string_view text) {
  const bool shaped = text.size() == 5 && text[2] == ':' && is_digit(text[0]) && is_digit(text[1]) &&
                      is_digit(text[3]) && is_digit(text[4]);
  if (!shaped) return fail(ErrorCode::kInvalidInput, "not a time of day: 00:00 to 24:00");
  const minutes hours{60 * (10 * (text[0] - '0') + (text[1] - '0'))};
  const minutes rest{10 * (text[3] - '0') + (text[4] - '0')};
  if (rest >= minutes{60} || hours + rest > kDay)
    return fail(ErrorCode::kInvalidInput, "not a time of day: 00:00 to 24:00");
  return hours + rest;
}

std::string time_of_day_text(minutes since_midnight) {
  const auto two = [](std::int64_t number) { return std::string(number < 10 ? "0" : "") + std::to_string(number); };
  return two(since_midnight.count() / 60) + ":" + two(since_midnight.count() % 60);
}

}  // namespace gate
