#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "encoding/bytes.h"

namespace gate {

class CborValue;
struct CborEntry;
using CborArray = std::vector<CborValue>;
using CborMap = std::vector<CborEntry>;  ///< in the order read; keys differ

/// -2^64 … 2^64-1: `argument`, or -1 - `argument` when negative (RFC 8949, 3.1).
struct CborInteger {
  bool negative;
  std::uint64_t argument;
};

/// null, undefined and the unassigned simple values; false and true are bool.
struct CborSimple {
  std::uint8_t number;
};

/// A tag number and the one value it stands in front of.
struct CborTag {
  std::uint64_t number;
  std::vector<CborValue> content;  ///< exactly one
};

/// One CBOR data item (RFC 8949) as a tree. Owns its bytes. Reentrant.
class CborValue {
 public:
  template <std::integral T>
  CborValue(T value);  // NOLINT(google-explicit-constructor): trees are written as literals
  CborValue(double value);
  CborValue(CborInteger value);
  CborValue(CborSimple value);
  CborValue(const char* value);
  CborValue(std::string value);
  CborValue(Bytes value);
  CborValue(CborArray value);
  CborValue(CborMap value);
  static CborValue tagged(std::uint64_t number, CborValue content);
  static CborValue null();
  static CborValue undefined();

  // Each gives nothing when the value is of another kind.
  std::optional<std::int64_t> integer() const;  ///< also nothing outside int64
  std::optional<double> number() const;         ///< an integer or a float
  std::optional<bool> boolean() const;
  const std::string* text() const { return std::get_if<std::string>(&data_); }
  const Bytes* bytes() const { return std::get_if<Bytes>(&data_); }
  const CborArray* array() const { return std::get_if<CborArray>(&data_); }
  const CborMap* map() const { return std::get_if<CborMap>(&data_); }
  const CborTag* tag() const { return std::get_if<CborTag>(&data_); }

  /// The value under a key of this map; null when there is none or this is not a map.
  const CborValue* find(std::int64_t key) const;
  const CborValue* find(std::string_view key) const;

  using Data = std::variant<CborInteger, bool, CborSimple, double, std::string, Bytes, CborArray, CborMap, CborTag>;
  const Data& data() const { return data_; }

 private:
  Data data_;
};

struct CborEntry {
  CborValue key;
  CborValue value;
};

// Here, where CborEntry is complete, which clang insists on.
template <std::integral T>
CborValue::CborValue(T value) {
  if constexpr (std::same_as<T, bool>) {
    data_ = value;
  } else if (value < 0) {
    data_ = CborInteger{true, ~static_cast<std::uint64_t>(value)};
  } else {
    data_ = CborInteger{false, static_cast<std::uint64_t>(value)};
  }
}

inline CborValue::CborValue(double value) : data_(value) {}
inline CborValue::CborValue(CborInteger value) : data_(value) {}
inline CborValue::CborValue(CborSimple value) : data_(value) {}
inline CborValue::CborValue(const char* value) : data_(std::string(value)) {}
inline CborValue::CborValue(std::string value) : data_(std::move(value)) {}
inline CborValue::CborValue(Bytes value) : data_(std::move(value)) {}
inline CborValue::CborValue(CborArray value) : data_(std::move(value)) {}
inline CborValue::CborValue(CborMap value) : data_(std::move(value)) {}
inline CborValue CborValue::null() { return CborSimple{22}; }
inline CborValue CborValue::undefined() { return CborSimple{23}; }

}  // namespace gate
