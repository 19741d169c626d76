#include "rules/certlogic_value.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "common/iso_time.h"

namespace gate {
namespace {

using Json = nlohmann::json;
using Kind = CertLogicValue::Kind;

constexpr double kLargestWhole = 9007199254740992.0;  // 2^53: beyond it doubles leave integers out

Kind kind_of_number(const Json& json) {
  if (json.is_number_unsigned()) return json.get<std::uint64_t>() <= INT64_MAX ? Kind::kInteger : Kind::kFraction;
  if (json.is_number_integer()) return Kind::kInteger;
  const double value = json.get<double>();
  return std::abs(value) <= kLargestWhole && std::trunc(value) == value ? Kind::kInteger : Kind::kFraction;
}

Kind kind_of(const Json& json) {
  switch (json.type()) {
    case Json::value_t::boolean: return Kind::kBool;
    case Json::value_t::string: return Kind::kText;
    case Json::value_t::array: return Kind::kArray;
    case Json::value_t::object: return Kind::kObject;
    case Json::value_t::number_integer:
    case Json::value_t::number_unsigned:
    case Json::value_t::number_float: return kind_of_number(json);
    default: return Kind::kNull;
  }
}

/// A path fragment that is an array index: digits only.
std::optional<std::size_t> array_index(std::string_view fragment) {
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(fragment.data(), fragment.data() + fragment.size(), index);
  if (error != std::errc() || end != fragment.data() + fragment.size()) return std::nullopt;
  return index;
}

/// Values inside, itself included; stops counting past `limit`.
std::size_t count(const Json& json, std::size_t limit) {
  std::size_t values = 1;
  if (json.is_structured())
    for (const Json& item : json) {
      if (values > limit) break;
      values += count(item, limit - values);
    }
  return values;
}

}  // namespace

CertLogicValue::CertLogicValue(Array value) {
  int inside = 0;
  for (const CertLogicValue& item : value) inside = std::max(inside, item.depth());
  value_ = std::make_shared<const Built<Array>>(Built<Array>{std::move(value), inside + 1});
}

CertLogicValue::CertLogicValue(Object value) {
  int inside = 0;
  for (const auto& [name, member] : value) inside = std::max(inside, member.depth());
  value_ = std::make_shared<const Built<Object>>(Built<Object>{std::move(value), inside + 1});
}

int CertLogicValue::depth() const {
  if (const auto* array = std::get_if<BuiltArray>(&value_)) return (*array)->depth;
  if (const auto* object = std::get_if<BuiltObject>(&value_)) return (*object)->depth;
  return 0;
}

Kind CertLogicValue::kind() const {
  static constexpr Kind kKinds[] = {Kind::kNull,     Kind::kNull, Kind::kBool,  Kind::kInteger,
                                    Kind::kDateTime, Kind::kText, Kind::kArray, Kind::kObject};
  return json() != nullptr ? kind_of(*json()) : kKinds[value_.index()];
}

const Json* CertLogicValue::json() const {
  const auto* held = std::get_if<const Json*>(&value_);
  return held != nullptr ? *held : nullptr;
}

bool CertLogicValue::as_bool() const { return json() != nullptr ? json()->get<bool>() : std::get<bool>(value_); }

std::int64_t CertLogicValue::as_integer() const {
  return json() != nullptr ? json()->get<std::int64_t>() : std::get<std::int64_t>(value_);
}

std::string_view CertLogicValue::as_text() const {
  return json() != nullptr ? json()->get_ref<const std::string&>() : std::get<std::string>(value_);
}

WallTime CertLogicValue::as_date_time() const { return std::get<WallTime>(value_); }

std::size_t CertLogicValue::size() const {
  if (json() != nullptr) return json()->is_structured() ? json()->size() : 0;
  if (const auto* array = std::get_if<BuiltArray>(&value_)) return (*array)->members.size();
  if (const auto* object = std::get_if<BuiltObject>(&value_)) return (*object)->members.size();
  return 0;
}

CertLogicValue CertLogicValue::item(std::size_t at) const {
  if (kind() != Kind::kArray || at >= size()) return {};
  if (json() != nullptr) return CertLogicValue((*json())[at]);
  return std::get<BuiltArray>(value_)->members[at];
}

CertLogicValue CertLogicValue::member(std::string_view fragment) const {
  if (kind() == Kind::kArray) {
    const auto index = array_index(fragment);
    return index ? item(*index) : CertLogicValue();
  }
  if (kind() != Kind::kObject) return {};
  if (json() != nullptr) {
    const auto found = json()->find(fragment);
    return found == json()->end() ? CertLogicValue() : CertLogicValue(*found);
  }
  const Object& object = std::get<BuiltObject>(value_)->members;
  const auto found = std::ranges::find_if(object, [&](const auto& member) { return member.first == fragment; });
  return found == object.end() ? CertLogicValue() : found->second;
}

std::optional<Json> CertLogicValue::to_json(std::size_t max_items) const { return unfold(max_items); }

std::optional<Json> CertLogicValue::unfold(std::size_t& left) const {
  const std::size_t values = json() != nullptr ? count(*json(), left) : 1;
  if (values > left) return std::nullopt;
  left -= values;
  if (json() != nullptr) return *json();
  switch (kind()) {
    case Kind::kBool: return Json(as_bool());
    case Kind::kInteger: return Json(as_integer());
    case Kind::kText: return Json(as_text());
    case Kind::kDateTime: return Json(iso_time(as_date_time()));
    case Kind::kArray: return unfold_array(left);
    case Kind::kObject: return unfold_object(left);
    default: return Json();
  }
}

std::optional<Json> CertLogicValue::unfold_array(std::size_t& left) const {
  Json unfolded = Json::array();
  for (const CertLogicValue& item : std::get<BuiltArray>(value_)->members) {
    auto inner = item.unfold(left);
    if (!inner) return std::nullopt;
    unfolded.push_back(*std::move(inner));
  }
  return unfolded;
}

std::optional<Json> CertLogicValue::unfold_object(std::size_t& left) const {
  Json unfolded = Json::object();
  for (const auto& [name, member] : std::get<BuiltObject>(value_)->members) {
    auto inner = member.unfold(left);
    if (!inner) return std::nullopt;
    unfolded[name] = *std::move(inner);
  }
  return unfolded;
}

std::string_view describe(Kind kind) {
  switch (kind) {
    case Kind::kNull: return "null";
    case Kind::kBool: return "a boolean";
    case Kind::kInteger: return "an integer";
    case Kind::kFraction: return "a number that is no integer";
    case Kind::kText: return "a text";
    case Kind::kArray: return "an array";
    case Kind::kObject: return "an object";
    case Kind::kDateTime: return "a date-time";
  }
  return "unknown";
}

std::optional<bool> truth_of(const CertLogicValue& value) {
  switch (value.kind()) {
    case Kind::kNull: return false;
    case Kind::kBool: return value.as_bool();
    case Kind::kInteger: return value.as_integer() != 0;
    case Kind::kText: return !value.as_text().empty();
    case Kind::kArray:
    case Kind::kObject: return value.size() > 0;
    case Kind::kFraction:
    case Kind::kDateTime: return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace gate
