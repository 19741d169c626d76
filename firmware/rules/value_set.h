#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "common/clock.h"
#include "common/result.h"

namespace gate {

/// The codes one field of a certificate may hold, as the EU gateway publishes them. Plain data.
struct ValueSet {
  std::string id;  ///< "vaccines-covid-19-names": what rules call it
  WallTime date;   ///< of this edition
  /// Sorted. All of them: a code that is no longer "active" still stands in certificates issued while it was.
  std::vector<std::string> codes;
};

/// {valueSetId, valueSetDate, valueSetValues: {code: {…}, …}}. kInvalidInput names what is wrong. Reentrant.
Result<ValueSet> read_value_set(const nlohmann::json& json);

}  // namespace gate
