#pragma once

#include <optional>
#include <string_view>

#include "vision/face.h"

namespace gate {

/// What speaks against five landmarks being those of a face in its box; nothing: they could be. A net's box needs this,
/// for the landmark model places its points wherever it is told to look. Loose: masked, tilted and turned faces pass.
/// Pure and reentrant.
enum class Implausible {
  kEyesApart,    ///< distance between the outer eye corners too small or large for the box
  kEyesOrder,    ///< the four corners do not lie in a row from one side to the other
  kEyesUnequal,  ///< one eye much wider than the other: no head turned so far shows both
  kRolled,       ///< tilted beyond what visitors do
  kNose,         ///< the nose's base is not below the eyes, between them and inside the box
};

/// "eyes_apart", …
std::string_view to_string(Implausible what);

std::optional<Implausible> implausible(const Face& face);

}  // namespace gate
