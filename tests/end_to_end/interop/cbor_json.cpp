#include "end_to_end/interop/cbor_json.h"

namespace gate {

namespace {

std::string key_of(const CborValue& key) {
  const std::string* text = key.text();
  return text != nullptr ? *text : std::to_string(key.integer().value_or(0));
}

}  // namespace

nlohmann::json to_json(const CborValue& value) {
  if (const auto integer = value.integer()) return *integer;
  if (const auto number = value.number()) return *number;
  if (const auto boolean = value.boolean()) return *boolean;
  if (const auto* text = value.text()) return *text;
  if (const auto* tag = value.tag()) return to_json(tag->content.at(0));
  if (const auto* bytes = value.bytes()) return to_hex(*bytes);
  if (const auto* array = value.array()) {
    auto json = nlohmann::json::array();
    for (const CborValue& item : *array) json.push_back(to_json(item));
    return json;
  }
  if (const auto* map = value.map()) {
    auto json = nlohmann::json::object();
    for (const CborEntry& entry : *map) json[key_of(entry.key)] = to_json(entry.value);
    return json;
  }
  return nullptr;
}

CborValue to_cbor(const nlohmann::json& json) {
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_number_integer()) return json.get<std::int64_t>();
  if (json.is_number()) return json.get<double>();
  if (json.is_string()) return json.get<std::string>();
  if (json.is_array()) {
    CborArray array;
    for (const auto& item : json) array.push_back(to_cbor(item));
    return array;
  }
  if (json.is_object()) {
    CborMap map;
    for (const auto& [key, item] : json.items()) map.push_back({key, to_cbor(item)});
    return map;
  }
  return CborValue::null();
}

}  // namespace gate
