#pragma once

#include <nlohmann/json.hpp>

#include "encoding/cbor_value.h"

namespace gate {

/// CBOR as the JSON it stands for, tags left out; integer keys become texts. Only to compare in tests.
nlohmann::json to_json(const CborValue& value);

/// The CBOR a JSON document stands for.
CborValue to_cbor(const nlohmann::json& json);

}  // namespace gate
