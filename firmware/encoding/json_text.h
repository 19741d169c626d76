#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string_view>

#include "common/result.h"

namespace gate {

/// What parse_json() takes at most. The defaults are for configuration files.
struct JsonLimits {
  std::size_t bytes = 1 << 20;
  int depth = 32;               ///< arrays and objects inside each other
  std::size_t text = 4096;      ///< bytes of one string or key
  std::size_t items = 100'000;  ///< every key and value counts
};

/// Strict JSON. kInvalidInput: not JSON (with line and column), a key twice in one object, deeper, longer or more than
/// the caps above, an integer that no 64-bit signed number holds. A byte order mark in front is passed over. Reentrant;
/// the time is linear in the bytes, below 0.1 ms per KB.
Result<nlohmann::json> parse_json(std::string_view text, const JsonLimits& limits = {});

/// By its first character alone, that of an array or object; white space and a byte order mark before it are passed
/// over. Reentrant.
bool looks_like_json(std::string_view text);

}  // namespace gate
