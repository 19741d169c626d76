#pragma once

#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "common/clock.h"

namespace gate {

/// What a CertLogic expression works on: JSON, and beside it date-times, which JSON does not have. Cheap to copy: it
/// points into the JSON it was made of, which must outlive it, and shares what evaluation has built. Immutable.
class CertLogicValue {
 public:
  enum class Kind { kNull, kBool, kInteger, kFraction, kText, kArray, kObject, kDateTime };
  using Array = std::vector<CertLogicValue>;
  using Object = std::vector<std::pair<std::string, CertLogicValue>>;  ///< few members: searched from the front

  CertLogicValue() = default;  ///< null
  explicit CertLogicValue(const nlohmann::json& json) : value_(&json) {}
  explicit CertLogicValue(nlohmann::json&& json) = delete;  ///< would dangle
  explicit CertLogicValue(bool value) : value_(value) {}
  explicit CertLogicValue(std::int64_t value) : value_(value) {}
  explicit CertLogicValue(WallTime value) : value_(value) {}
  explicit CertLogicValue(std::string value) : value_(std::move(value)) {}
  explicit CertLogicValue(Array value);
  explicit CertLogicValue(Object value);

  /// A whole number is an integer however it was written (2.0), as in JavaScript; one that no 64-bit integer holds is a
  /// fraction, which no operation takes.
  Kind kind() const;

  bool as_bool() const;              ///< only for kBool
  std::int64_t as_integer() const;   ///< only for kInteger
  std::string_view as_text() const;  ///< only for kText; valid as long as this value
  WallTime as_date_time() const;     ///< only for kDateTime

  /// How many built arrays and objects are inside each other; what JSON holds counts as none. Whoever builds keeps it
  /// low: to_json() and the destructor go as deep.
  int depth() const;

  std::size_t size() const;                   ///< of an array or object; else 0
  CertLogicValue item(std::size_t at) const;  ///< of an array; null past its end
  /// What one fragment of a path leads to: an object's member, an array's item; null for everything else.
  CertLogicValue member(std::string_view fragment) const;

  /// Date-times as "2021-12-03T09:30:00.000Z". Nothing when it would hold more than `max_items` values: shared arrays
  /// may unfold without end.
  std::optional<nlohmann::json> to_json(std::size_t max_items) const;

 private:
  template <class Members>
  struct Built {
    Members members;
    int depth;
  };
  using BuiltArray = std::shared_ptr<const Built<Array>>;
  using BuiltObject = std::shared_ptr<const Built<Object>>;

  const nlohmann::json* json() const;
  std::optional<nlohmann::json> unfold(std::size_t& left) const;
  std::optional<nlohmann::json> unfold_array(std::size_t& left) const;
  std::optional<nlohmann::json> unfold_object(std::size_t& left) const;

  std::variant<std::monostate, const nlohmann::json*, bool, std::int64_t, WallTime, std::string, BuiltArray,
               BuiltObject>
      value_;
};

/// "null", "a boolean", "an integer", … for messages.
std::string_view describe(CertLogicValue::Kind kind);

/// CertLogic 1.3.3, "Truthy and falsy values": true, false, or nothing for what is neither (fractions, date-times).
std::optional<bool> truth_of(const CertLogicValue& value);

}  // namespace gate
