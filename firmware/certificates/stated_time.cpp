#include "certificates/stated_time.h"

#include <algorithm>

#include "common/iso_time.h"

namespace gate {
namespace {

// As RFC 3339 has it.
std::string in_full(std::string text) {
  constexpr std::size_t kMinutesEnd = 16;
  constexpr std::size_t kSecondsEnd = 19;
  if (text.size() >= kMinutesEnd && text[13] == ':' && (text.size() == kMinutesEnd || text[kMinutesEnd] != ':'))
    text.insert(kMinutesEnd, ":00");
  if (text.size() > kSecondsEnd) text.erase(std::remove(text.begin() + kSecondsEnd, text.end(), ' '), text.end());
  const bool short_zone = text.size() > kSecondsEnd && (text[text.size() - 3] == '+' || text[text.size() - 3] == '-');
  return short_zone ? text + ":00" : text;
}

}  // namespace

std::optional<WallTime> parse_stated_time(std::string_view text) {
  constexpr std::size_t kDayEnd = 10;
  const auto time = parse_iso_time(in_full(std::string(text)));
  if (!time || text.size() <= kDayEnd) return std::nullopt;
  return *time;
}

}  // namespace gate
