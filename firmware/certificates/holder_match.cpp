#include "certificates/holder_match.h"

#include <algorithm>
#include <charconv>
#include <chrono>

#include "certificates/icao_letters.h"

namespace gate {
namespace {

using Letters = std::vector<LetterWays>;

/// Every letter in its first way.
std::string recommended(const Letters& letters) {
  std::string text;
  for (const LetterWays& ways : letters) text += ways.front();
  return text;
}

/// Whether `text` is one of the ways to write these letters: walks both, keeping every place in `text` that the letters
/// so far may end at.
bool can_be_written(const Letters& letters, std::string_view text) {
  std::vector<bool> ends(text.size() + 1);
  ends[0] = true;
  for (const LetterWays& ways : letters) {
    std::vector<bool> next(text.size() + 1);
    for (std::size_t at = 0; at <= text.size(); ++at)
      for (const std::string& way : ways)
        if (ends[at] && text.substr(at).starts_with(way)) next[at + way.size()] = true;
    ends = std::move(next);
  }
  return ends[text.size()];
}

bool same(std::string_view a, std::string_view b) {
  const Letters left = icao_letters(a);
  const Letters right = icao_letters(b);
  if (left.empty() || right.empty()) return false;
  return can_be_written(left, recommended(right)) || can_be_written(right, recommended(left));
}

bool same_name(const std::string& stated, const std::string& name, const std::string& transliterated) {
  return stated.empty() || same(stated, transliterated) || same(stated, name);
}

/// Some formats and people have one name only; where a certificate has one field, the whole name may stand in it.
bool same_whole_name(const Holder& stated, const std::string& whole) {
  if (stated.family_name.empty() || stated.given_name.empty())
    return same(stated.family_name + stated.given_name, whole);
  return same(stated.family_name + " " + stated.given_name, whole) ||
         same(stated.given_name + " " + stated.family_name, whole);
}

HolderMatch compare_names(const Holder& stated, const Holder& certified) {
  const bool family_only = certified.given_name.empty() && certified.given_name_transliterated.empty();
  const bool given_only = certified.family_name.empty() && certified.family_name_transliterated.empty();
  if (family_only)
    for (const std::string& whole : {certified.family_name, certified.family_name_transliterated})
      if (same_whole_name(stated, whole)) return HolderMatch::kMatches;
  if (given_only)
    for (const std::string& whole : {certified.given_name, certified.given_name_transliterated})
      if (same_whole_name(stated, whole)) return HolderMatch::kMatches;
  if (!same_name(stated.family_name, certified.family_name, certified.family_name_transliterated))
    return HolderMatch::kFamilyNameDiffers;
  if (!same_name(stated.given_name, certified.given_name, certified.given_name_transliterated))
    return HolderMatch::kGivenNameDiffers;
  return HolderMatch::kMatches;
}

bool same_birth_date(std::string_view stated, std::string_view certified) {
  const std::size_t common = std::min(stated.size(), certified.size());  // whole fields: 0, 4, 7 or 10 characters
  return stated.substr(0, common) == certified.substr(0, common);
}

unsigned number(std::string_view digits) {
  unsigned value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

}  // namespace

std::string_view to_string(HolderMatch match) {
  switch (match) {
    case HolderMatch::kMatches: return "matches";
    case HolderMatch::kFamilyNameDiffers: return "family name differs";
    case HolderMatch::kGivenNameDiffers: return "given name differs";
    case HolderMatch::kBirthDateDiffers: return "birth date differs";
  }
  return "family name differs";
}

HolderMatch compare_holders(const Holder& stated, const Holder& certified) {
  if (const HolderMatch names = compare_names(stated, certified); names != HolderMatch::kMatches) return names;
  return same_birth_date(stated.birth_date, certified.birth_date) ? HolderMatch::kMatches
                                                                  : HolderMatch::kBirthDateDiffers;
}

bool is_birth_date(std::string_view text) {
  if (text.size() != 4 && text.size() != 7 && text.size() != 10) return false;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (i == 4 || i == 7 ? text[i] != '-' : text[i] < '0' || text[i] > '9') return false;
  const unsigned month = text.size() >= 7 ? number(text.substr(5, 2)) : 1;
  const unsigned day = text.size() == 10 ? number(text.substr(8, 2)) : 1;
  return std::chrono::year_month_day{std::chrono::year{static_cast<int>(number(text.substr(0, 4)))},
                                     std::chrono::month{month}, std::chrono::day{day}}
      .ok();
}

}  // namespace gate
