#pragma once

#include <chrono>
#include <optional>

#include "common/clock.h"
#include "screen/scene.h"

namespace gate {

/// Lets guidance change no faster than it can be read: recognition may find a visitor too far and too dark in turn,
/// frame by frame. What decides (good, stop, exit, trouble) and what follows it shows at once. Plain value.
class CalmScenes {
 public:
  /// A sign and a short sentence are taken in within this time.
  static constexpr std::chrono::milliseconds kShortest{600};

  /// What to show at `now`, when `wanted` is what there is to say.
  Scene next(const Scene& wanted, MonotonicTime now);

 private:
  std::optional<Scene> shown_;
  MonotonicTime since_{};
};

}  // namespace gate
