#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace gate {

/// A semantic version of three numbers, as rules, engines and schemas carry it.
struct RuleVersion {
  int major = 0;
  int minor = 0;
  int patch = 0;
  auto operator<=>(const RuleVersion&) const = default;
};

/// "1.3.0": three numbers of one to six digits; nothing for any other text.
std::optional<RuleVersion> parse_rule_version(std::string_view text);
std::string to_string(const RuleVersion& version);

}  // namespace gate
