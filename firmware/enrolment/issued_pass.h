#pragma once

#include <memory>
#include <string>

#include "passes/pass_id.h"

namespace gate {

/// A pass that a terminal signed itself; it is in the store.
struct IssuedPass {
  PassId id;
  std::shared_ptr<const std::string> code;  ///< the same as a QR text; null where it does not fit into one
};

}  // namespace gate
