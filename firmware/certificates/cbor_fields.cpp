#include "certificates/cbor_fields.h"

#include <cmath>

#include "certificates/stated_time.h"
#include "common/iso_time.h"
#include "encoding/plain_text.h"

namespace gate {

namespace {

// RFC 8949, 3.4.1 and RFC 8943: a date-time and a full-date as text.
constexpr std::uint64_t kDateTimeTag = 0;
constexpr std::uint64_t kFullDateTag = 1004;
constexpr std::size_t kMaxTextBytes = 512;  // 80 characters in the schema, exceeded in the field

bool is_absent(const CborValue& value) {
  const auto* simple = std::get_if<CborSimple>(&value.data());
  return simple != nullptr;
}

const CborValue& without_date_tag(const CborValue& value) {
  const CborTag* tag = value.tag();
  const bool date = tag != nullptr && (tag->number == kDateTimeTag || tag->number == kFullDateTag);
  return date ? tag->content[0] : value;
}

}  // namespace

CborFields::CborFields(const CborValue& map, std::string_view path, std::string& problem)
    : map_(map), path_(path), problem_(problem) {
  if (map.map() == nullptr) note("", "must be a map");
}

void CborFields::note(std::string_view name, std::string_view problem) const {
  if (!problem_.empty()) return;
  problem_ = std::string(path_);
  if (!path_.empty() && !name.empty()) problem_ += '.';
  problem_ += std::string(name) + ": " + std::string(problem);
}

const CborValue* CborFields::find(std::string_view name) const {
  const CborValue* value = map_.find(name);
  return value == nullptr || is_absent(*value) ? nullptr : value;
}

std::string CborFields::stated_text(std::string_view name) const {
  const CborValue* value = find(name);
  if (value == nullptr) return {};
  const std::string* text = without_date_tag(*value).text();
  if (text == nullptr || text->size() > kMaxTextBytes) {
    note(name, "must be a text of at most 512 bytes");
    return {};
  }
  return *text;
}

std::string CborFields::optional_text(std::string_view name) const { return std::string(trimmed(stated_text(name))); }

std::string CborFields::required_text(std::string_view name) const {
  if (find(name) == nullptr) note(name, "missing");
  return optional_text(name);
}

std::chrono::year_month_day CborFields::required_date(std::string_view name) const {
  const std::string text = required_text(name);
  const bool date_first = text.size() == 10 || (text.size() > 10 && (text[10] == 'T' || text[10] == ' '));
  const auto date = parse_iso_time(std::string_view(text).substr(0, 10));
  if (date_first && date) return std::chrono::floor<std::chrono::days>(*date);
  note(name, "must be a date");
  return {};
}

WallTime CborFields::required_date_time(std::string_view name) const {
  const std::string text = required_text(name);
  if (const auto time = parse_stated_time(text)) return *time;
  note(name, "must be a date and time");
  return {};
}

int CborFields::required_count(std::string_view name) const {
  const CborValue* value = find(name);
  if (value == nullptr) {
    note(name, "missing");
    return 0;
  }
  const auto number = value->number();
  if (number && *number >= 1 && *number <= 99 && *number == std::trunc(*number)) return static_cast<int>(*number);
  note(name, "must be a whole number from 1 to 99");
  return 0;
}

}  // namespace gate
