#include "update/semantic_version.h"

#include <algorithm>
#include <charconv>

namespace gate {
namespace {

constexpr std::size_t kLongest = 64;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-'; }
bool is_number(std::string_view part) { return !part.empty() && std::ranges::all_of(part, is_digit); }
bool is_name(std::string_view part) { return !part.empty() && std::ranges::all_of(part, is_letter); }

/// "a.b.c" at its dots; an empty text has one empty part.
std::vector<std::string> parts_of(std::string_view text) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == '.')
      parts.emplace_back();
    else
      parts.back() += c;
  }
  return parts;
}

/// Clause 2 and 9: no leading zeros, or one version had several spellings.
bool has_leading_zero(std::string_view number) { return number.size() > 1 && number.front() == '0'; }

bool read_number(const std::string& part, std::uint32_t& number) {
  if (!is_number(part) || has_leading_zero(part)) return false;
  const auto read = std::from_chars(part.data(), part.data() + part.size(), number);
  return read.ec == std::errc();
}

/// Clause 11.4: numbers by value and before names; names letter by letter. Numbers may be too long for a machine's.
std::strong_ordering compare(const std::string& a, const std::string& b) {
  const bool numbers = is_number(a) && is_number(b);
  if (is_number(a) != is_number(b)) return is_number(a) ? std::strong_ordering::less : std::strong_ordering::greater;
  if (numbers && a.size() != b.size()) return a.size() <=> b.size();
  return a.compare(b) <=> 0;
}

}  // namespace

Result<SemanticVersion> SemanticVersion::parse(std::string_view text) {
  const auto bad = [] { return fail(ErrorCode::kInvalidInput, "not a version like 1.2.3 or 1.3.0-rc.1"); };
  if (text.size() > kLongest) return bad();
  const std::string_view ordered = text.substr(0, text.find('+'));
  if (ordered.size() != text.size() && !std::ranges::all_of(parts_of(text.substr(ordered.size() + 1)), is_name))
    return bad();
  const std::string_view core = ordered.substr(0, ordered.find('-'));
  const auto numbers = parts_of(core);
  SemanticVersion version;
  if (numbers.size() != version.numbers_.size()) return bad();
  for (std::size_t i = 0; i < numbers.size(); ++i)
    if (!read_number(numbers[i], version.numbers_.at(i))) return bad();
  if (ordered.size() == core.size()) return version;
  version.pre_release_ = parts_of(ordered.substr(core.size() + 1));
  const auto good = [](const std::string& part) {
    return is_name(part) && !(is_number(part) && has_leading_zero(part));
  };
  if (!std::ranges::all_of(version.pre_release_, good)) return bad();
  return version;
}

std::string SemanticVersion::text() const {
  std::string text =
      std::to_string(numbers_[0]) + "." + std::to_string(numbers_[1]) + "." + std::to_string(numbers_[2]);
  for (std::size_t i = 0; i < pre_release_.size(); ++i) text += (i == 0 ? "-" : ".") + pre_release_[i];
  return text;
}

std::strong_ordering SemanticVersion::operator<=>(const SemanticVersion& other) const {
  if (const auto order = numbers_ <=> other.numbers_; std::is_neq(order)) return order;
  // Clause 11.3: a pre-release comes before its release.
  if (pre_release_.empty() || other.pre_release_.empty()) return pre_release_.empty() <=> other.pre_release_.empty();
  const std::size_t common = std::min(pre_release_.size(), other.pre_release_.size());
  for (std::size_t i = 0; i < common; ++i)
    if (const auto order = compare(pre_release_[i], other.pre_release_[i]); std::is_neq(order)) return order;
  return pre_release_.size() <=> other.pre_release_.size();
}

}  // namespace gate
