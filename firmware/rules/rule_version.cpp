#include "rules/rule_version.h"

#include <algorithm>

namespace gate {
namespace {

/// Takes the number before the next point, and the point, off the front; -1 when there is none.
int take_number(std::string_view& rest) {
  constexpr std::size_t kMostDigits = 6;
  const std::size_t end = std::min(rest.find('.'), rest.size());
  if (end == 0 || end > kMostDigits || rest.substr(0, end).find_first_not_of("0123456789") != std::string_view::npos)
    return -1;
  int value = 0;
  for (const char digit : rest.substr(0, end)) value = value * 10 + (digit - '0');
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return value;
}

}  // namespace

std::optional<RuleVersion> parse_rule_version(std::string_view text) {
  if (std::ranges::count(text, '.') != 2 || text.ends_with('.')) return std::nullopt;
  const int major = take_number(text);
  const int minor = take_number(text);
  const int patch = take_number(text);
  if (major < 0 || minor < 0 || patch < 0) return std::nullopt;
  return RuleVersion{major, minor, patch};
}

std::string to_string(const RuleVersion& version) {
  return std::to_string(version.major) + "." + std::to_string(version.minor) + "." + std::to_string(version.patch);
}

}  // namespace gate
