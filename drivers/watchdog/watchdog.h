#pragma once

#include <chrono>
#include <optional>

#include "common/result.h"

namespace gate {

/// What restarts the program or the machine when it has not been told for a while that all is well. Thread-bound: one
/// thread (`upkeep`) owns and calls it. Destroying one that was not disarmed leaves it counting, as a crash does.
class Watchdog {
 public:
  virtual ~Watchdog() = default;

  /// Says that all is well, at this moment. Blocks for a system call. Errors: kIo; it goes on counting.
  virtual Status beat() = 0;

  /// The longest it waits for the next beat; nothing: it waits for none.
  virtual std::optional<std::chrono::milliseconds> patience() const = 0;

  /// A planned stop: it waits for no more beats. Errors: kIo.
  virtual Status disarm() = 0;
};

}  // namespace gate
