#include "common/iso_time.h"

#include <fmt/format.h>

#include <charconv>

namespace gate {
namespace {

using namespace std::chrono;

/// Reads a text from the left, piece by piece; once a piece does not fit, nothing more does.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  /// Exactly `digits` digits, within 0 to `max`.
  int number(std::size_t digits, int max) {
    int value = 0;
    const std::string_view piece = rest_.substr(0, digits);
    const auto [end, error] = std::from_chars(piece.data(), piece.data() + piece.size(), value);
    const bool fits = piece.size() == digits && piece[0] != '-' && error == std::errc() && end == piece.data() + digits;
    good_ = good_ && fits && value <= max;
    rest_.remove_prefix(piece.size());
    return value;
  }
  bool accept(std::string_view any_of) {
    if (rest_.empty() || any_of.find(rest_.front()) == std::string_view::npos) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void expect(std::string_view any_of) { good_ = accept(any_of) && good_; }
  /// The digits after the point, as milliseconds; more precision is cut off.
  milliseconds fraction() {
    int value = 0;
    int scale = 1000;
    good_ = good_ && !rest_.empty() && is_digit(rest_.front());
    for (; !rest_.empty() && is_digit(rest_.front()); rest_.remove_prefix(1)) {
      scale /= 10;
      value += (rest_.front() - '0') * scale;
    }
    return milliseconds{value};
  }
  bool at_end() const { return rest_.empty(); }
  bool good() const { return good_; }

 private:
  static bool is_digit(char c) { return c >= '0' && c <= '9'; }
  std::string_view rest_;
  bool good_ = true;
};

/// The zone as what is to be taken off to get UTC.
minutes zone(Reader& in) {
  if (in.at_end() || in.accept("Zz")) return {};
  const bool behind = in.accept("-");
  if (!behind) in.expect("+");
  const hours h{in.number(2, 23)};
  in.accept(":");
  const minutes offset = h + minutes{in.number(2, 59)};
  return behind ? -offset : offset;
}

milliseconds time_of_day(Reader& in) {
  in.expect("Tt ");
  const hours h{in.number(2, 23)};
  in.expect(":");
  const minutes m{in.number(2, 59)};
  in.expect(":");
  milliseconds time = h + m + seconds{in.number(2, 60)};  // a leap second is the next minute's first
  if (in.accept(".,")) time += in.fraction();
  return time - zone(in);
}

}  // namespace

std::string iso_time(WallTime time) {
  const auto day = floor<days>(time);
  const year_month_day date{day};
  const hh_mm_ss clock{time - day};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), clock.hours().count(),
                     clock.minutes().count(), clock.seconds().count(), clock.subseconds().count());
}

Result<WallTime> parse_iso_time(std::string_view text) {
  Reader in(text);
  const year y{in.number(4, 9999)};
  in.expect("-");
  const month m{static_cast<unsigned>(in.number(2, 12))};
  in.expect("-");
  const day d{static_cast<unsigned>(in.number(2, 31))};
  const milliseconds since_midnight = in.at_end() ? milliseconds{} : time_of_day(in);
  if (!in.good() || !in.at_end() || !(y / m / d).ok())
    return fail(ErrorCode::kInvalidInput,
                "not a time such as 2021-12-03T09:30:00Z: " + std::string(text.substr(0, 40)));
  return WallTime{sys_days{y / m / d}} + since_midnight;
}

}  // namespace gate
