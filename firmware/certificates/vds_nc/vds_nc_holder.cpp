#include "certificates/vds_nc/vds_nc_holder.h"

#include <algorithm>

#include "common/iso_time.h"

namespace gate {

namespace {

// Dashes and spaces become fillers, apostrophes and points go (Doc 9303-3, 4.6). Nothing when a letter would need a
// transliteration table: a wrong guess is worse.
std::string transliterated(std::string_view name) {
  std::string letters;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z') letters += c;
    if (c >= 'a' && c <= 'z') letters += static_cast<char>(c - 'a' + 'A');
    if (c == ' ' || c == '-') letters += '<';
    if (static_cast<unsigned char>(c) >= 0x80) return {};
  }
  return letters;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// A date, a month or a year; parts the holder's document does not know are X there (Doc 9303-4, 4.1.1.1) and left out
// here.
std::string read_birth_date(const SealFields& person) {
  constexpr std::string_view kPattern = "dddd-dd-dd";
  std::string date = person.optional_text("dob");
  date.resize(std::min(date.size(), date.find("-X")));
  const bool whole_parts = date.empty() || date.size() == 4 || date.size() == 7 || date.size() == 10;
  const bool fits = whole_parts && std::ranges::equal(date, kPattern.substr(0, date.size()),
                                                      [](char c, char p) { return p == 'd' ? is_digit(c) : c == p; });
  const bool exists = date.size() < kPattern.size() || parse_iso_time(date).has_value();
  if (!fits || !exists) person.note("dob", "must be a date, a month or a year");
  return date;
}

// A vaccination's i, a test's dn.
bool names_travel_document(const SealFields& person) {
  return !person.optional_text("i").empty() || !person.optional_text("dn").empty();
}

}  // namespace

Holder read_seal_holder(const SealFields& person) {
  const std::string name = person.required_text("n");
  const std::size_t split = std::min(name.size(), name.find("  "));
  Holder holder;
  holder.family_name = name.substr(0, split);
  const std::size_t given = name.find_first_not_of(' ', split);
  if (given != std::string::npos) holder.given_name = name.substr(given);
  holder.family_name_transliterated = transliterated(holder.family_name);
  holder.given_name_transliterated = transliterated(holder.given_name);
  holder.birth_date = read_birth_date(person);
  // Technical report VDS-NC, 3: people of one name must be told apart.
  if (holder.birth_date.empty() && !names_travel_document(person))
    person.note("dob", "missing, and no travel document (i, dn) either");
  return holder;
}

}  // namespace gate
