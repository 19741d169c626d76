#pragma once

#include <chrono>
#include <cstddef>
#include <string_view>

namespace gate {

/// The visitor's own left and right; the picture's right is a visitor's left.
enum class TurnDirection { kLeft, kRight };
std::string_view to_string(TurnDirection direction);  ///< "left", "right"

/// What the screen asks of the visitor now. Plain value.
struct ChallengePrompt {
  enum class Ask {
    kNothing,       ///< no challenge is running
    kLookStraight,  ///< into the camera
    kTurnLeft,
    kTurnRight,
    kDone,
    kFailed,
  };
  Ask ask = Ask::kNothing;
  std::size_t step = 0;  ///< of `steps`, from 1; 0 before the first
  std::size_t steps = 0;
  std::chrono::milliseconds left{0};  ///< until time is up
  bool operator==(const ChallengePrompt&) const = default;
};
std::string_view to_string(ChallengePrompt::Ask ask);  ///< "nothing", "look_straight", "turn_left", …

}  // namespace gate
