#include "encoding/cbor_value.h"

#include <limits>

namespace gate {

namespace {

template <class Matches>
const CborValue* find_entry(const CborMap* map, Matches matches) {
  if (map == nullptr) return nullptr;
  for (const CborEntry& entry : *map) {
    if (matches(entry.key)) return &entry.value;
  }
  return nullptr;
}

}  // namespace

CborValue CborValue::tagged(std::uint64_t number, CborValue content) {
  CborValue value(0);
  CborTag tag{number, {}};
  tag.content.push_back(std::move(content));
  value.data_ = std::move(tag);
  return value;
}

std::optional<std::int64_t> CborValue::integer() const {
  const auto* value = std::get_if<CborInteger>(&data_);
  if (value == nullptr || value->argument > std::numeric_limits<std::int64_t>::max()) return std::nullopt;
  const auto argument = static_cast<std::int64_t>(value->argument);
  return value->negative ? -1 - argument : argument;
}

std::optional<double> CborValue::number() const {
  if (const auto* value = std::get_if<double>(&data_)) return *value;
  const auto* value = std::get_if<CborInteger>(&data_);
  if (value == nullptr) return std::nullopt;
  const auto argument = static_cast<double>(value->argument);
  return value->negative ? -1.0 - argument : argument;
}

std::optional<bool> CborValue::boolean() const {
  const auto* value = std::get_if<bool>(&data_);
  return value == nullptr ? std::nullopt : std::optional(*value);
}

const CborValue* CborValue::find(std::int64_t key) const {
  return find_entry(map(), [key](const CborValue& candidate) { return candidate.integer() == key; });
}

const CborValue* CborValue::find(std::string_view key) const {
  return find_entry(map(), [key](const CborValue& candidate) {
    const std::string* text = candidate.text();
    return text != nullptr && *text == key;
  });
}

}  // namespace gate
