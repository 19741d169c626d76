#pragma once

#include <nlohmann/json_fwd.hpp>

#include "common/result.h"

namespace gate {

/// Whether an event holds only fields that are on the list, each of its kind: codes, ids, numbers and times. There is
/// no field for free text or for lists, so names, templates and images cannot get in. kInvalidInput names the field,
/// never its value. `type` must be there. Reentrant.
Status check_event(const nlohmann::json& event);

}  // namespace gate
