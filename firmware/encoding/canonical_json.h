#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "common/result.h"

namespace gate {

/// The one spelling of a JSON value (RFC 8785, JCS): no spaces, members sorted by their names' UTF-16 units, numbers as
/// ECMAScript writes IEEE doubles, texts in UTF-8 with the fewest escapes. kInvalidInput for what JSON cannot hold: not
/// a number, infinity, bytes, texts that are not UTF-8. Reentrant; recurses as deep as the value, so parse it with a
/// limit (parse_json).
Result<std::string> canonical_json(const nlohmann::json& value);

}  // namespace gate
