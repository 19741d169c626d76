#include "rules/certlogic_time.h"

#include <algorithm>
#include <string>

namespace gate {
namespace {

using namespace std::chrono;

constexpr std::size_t kLongestText = 128;             // decimals of a second may be many; nobody writes a hundred
constexpr std::int64_t kLargestAmount = 100'000'000;  // hours in 9999 years: 88 million

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// `text` has the form of `pattern`, in which 'd' stands for a digit.
bool has_form(std::string_view text, std::string_view pattern) {
  return std::ranges::equal(text, pattern, [](char c, char p) { return p == 'd' ? is_digit(c) : c == p; });
}

/// The number that a run of digits writes.
int number(std::string_view digits) {
  int value = 0;
  for (const char digit : digits) value = value * 10 + (digit - '0');
  return value;
}

tl::unexpected<Error> not_a_time(std::string_view text) {
  return fail(ErrorCode::kInvalidInput, "not a date or date-time: " + std::string(text.substr(0, 40)));
}

Result<WallTime> midnight(year_month_day date, std::string_view text) {
  if (!date.ok()) return not_a_time(text);
  return sys_days{date};
}

Result<WallTime> read_full_date(std::string_view text) {
  const year_month_day date{year{number(text.substr(0, 4))}, month{static_cast<unsigned>(number(text.substr(5, 2)))},
                            day{static_cast<unsigned>(number(text.substr(8, 2)))}};
  return midnight(date, text);
}

/// "hh:mm:ss"; a 24th hour or 60th second does not exist.
std::optional<milliseconds> read_clock(std::string_view text) {
  const int h = number(text.substr(0, 2));
  const int m = number(text.substr(3, 2));
  const int s = number(text.substr(6, 2));
  if (h > 23 || m > 59 || s > 59) return std::nullopt;
  return hours{h} + minutes{m} + seconds{s};
}

/// The decimals behind the seconds, taken off the front of `rest`: at least one digit after a point.
std::optional<milliseconds> take_decimals(std::string_view& rest) {
  if (!rest.starts_with('.')) return milliseconds{};
  rest.remove_prefix(1);
  const std::size_t end = std::min(rest.find_first_not_of("0123456789"), rest.size());
  if (end == 0) return std::nullopt;
  std::string digits(rest.substr(0, std::min<std::size_t>(end, 3)));
  digits.resize(3, '0');
  rest.remove_prefix(end);
  return milliseconds{number(digits)};
}

/// How far ahead of UTC: nothing, "Z", or a sign with h, hh, hmm, hhmm, h:mm or hh:mm.
std::optional<minutes> read_offset(std::string_view text) {
  if (text.empty() || text == "Z") return minutes{};
  const bool ahead = text.front() == '+';
  if (!ahead && text.front() != '-') return std::nullopt;
  text.remove_prefix(1);
  std::string digits(text);
  if (has_form(text, "d:dd") || has_form(text, "dd:dd")) std::erase(digits, ':');
  if (digits.empty() || digits.size() > 4 || !std::ranges::all_of(digits, is_digit)) return std::nullopt;
  const std::size_t hour_digits = digits.size() <= 2 ? digits.size() : digits.size() - 2;
  const int h = number(std::string_view(digits).substr(0, hour_digits));
  const int m = number(std::string_view(digits).substr(hour_digits));
  if (h > 23 || m > 59) return std::nullopt;
  const minutes offset = hours{h} + minutes{m};
  return ahead ? offset : -offset;
}

Result<WallTime> read_date_time(std::string_view text) {
  const auto date = read_full_date(text.substr(0, 10));
  const auto clock = read_clock(text.substr(11, 8));
  std::string_view rest = text.substr(19);
  const auto decimals = take_decimals(rest);
  const auto offset = read_offset(rest);
  if (!date || !clock || !decimals || !offset) return not_a_time(text);
  return *date + *clock + *decimals - *offset;
}

sys_days with_day_of(year_month month, WallTime time) {
  const year_month_day date{floor<days>(time)};
  return sys_days{month / 1} + (date.day() - day{1});
}

WallTime counted_on(WallTime time, int amount, TimeUnit unit) {
  const sys_days today = floor<days>(time);
  const year_month_day date{today};
  const year_month this_month{date.year(), date.month()};
  switch (unit) {
    case TimeUnit::kHour: return time + hours{amount};
    case TimeUnit::kDay: return time + days{amount};
    case TimeUnit::kMonth: return with_day_of(this_month + months{amount}, time) + (time - today);
    case TimeUnit::kYear: return with_day_of(this_month + years{amount}, time) + (time - today);
  }
  return time;
}

}  // namespace

std::optional<TimeUnit> parse_time_unit(std::string_view text) {
  if (text == "year") return TimeUnit::kYear;
  if (text == "month") return TimeUnit::kMonth;
  if (text == "day") return TimeUnit::kDay;
  if (text == "hour") return TimeUnit::kHour;
  return std::nullopt;
}

Result<WallTime> read_date_of_birth(std::string_view text) {
  if (has_form(text, "dddd")) return midnight(year{number(text)} / December / 31, text);
  if (has_form(text, "dddd-dd-dd")) return read_full_date(text);
  if (!has_form(text, "dddd-dd")) return not_a_time(text);
  const year_month month{year{number(text.substr(0, 4))},
                         std::chrono::month{static_cast<unsigned>(number(text.substr(5)))}};
  if (!month.ok()) return not_a_time(text);
  return midnight(month / last, text);
}

Result<WallTime> read_certlogic_time(std::string_view text) {
  if (text.size() <= 10) return read_date_of_birth(text);
  if (text.size() < 19 || text.size() > kLongestText || !has_form(text.substr(0, 19), "dddd-dd-ddTdd:dd:dd"))
    return not_a_time(text);
  return read_date_time(text);
}

Result<WallTime> plus_time(WallTime time, std::int64_t amount, TimeUnit unit) {
  constexpr WallTime kFirst = sys_days{year{0} / January / 1};
  constexpr WallTime kEnd = sys_days{year{10000} / January / 1};
  // std::chrono::year holds no more than 32767, so an amount that leaves the range for certain is not counted on.
  const bool years_or_months = unit == TimeUnit::kYear || unit == TimeUnit::kMonth;
  const std::int64_t largest = unit == TimeUnit::kYear ? 10'000 : years_or_months ? 120'000 : kLargestAmount;
  if (amount >= -largest && amount <= largest) {
    const WallTime outcome = counted_on(time, static_cast<int>(amount), unit);
    if (outcome >= kFirst && outcome < kEnd) return outcome;
  }
  return fail(ErrorCode::kInvalidInput, "outside the years 0 to 9999: plusTime " + std::to_string(amount));
}

}  // namespace gate
