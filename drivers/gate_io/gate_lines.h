#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <string>

#include "gate_io/gate_io.h"

namespace gate {

/// How one wire is connected. Levels are electrical; everything above GateIo speaks of active and inactive only.
struct GateLine {
  enum class Active { kHigh, kLow };
  enum class Bias {
    kAsIs,  ///< the lock release gets the pull of its locked level, every other line keeps what it had
    kPullUp,
    kPullDown,
    kNone,
  };
  enum class Drive { kPushPull, kOpenDrain, kOpenSource };

  std::string line;  ///< the line's name ("GPIO17"), or its offset on the chip when all digits ("17")
  Active active = Active::kHigh;
  Bias bias = Bias::kAsIs;
  Drive drive = Drive::kPushPull;         ///< outputs only
  std::chrono::milliseconds debounce{0};  ///< inputs only, 0 to 1000: how long a level must last to count
};

/// A board's wiring; filled from config/boards/*.json.
struct GateLines {
  std::string chip = "gpiochip0";  ///< a path, a name, or better a label ("pinctrl-bcm2711"), which never renumbers

  /// What the lock does without power, as it was bought and wired: true, fail-safe (a magnet; people get out in a
  /// blackout), or false, fail-secure (a strike; the building stays shut). No program can change that, nor replace the
  /// fire alarm contact in the lock's own supply. While the board has power but nobody drives the release line —
  /// booting, restarting, crashed — the line's pull decides. It is set to the locked level, so that a restart never
  /// pulses the lock. A fail-safe site that would rather stand open than shut while its terminal is dead sets
  /// lock_release.bias towards the released level and accepts the pulse; for a fail-secure site that is refused.
  bool unlock_on_power_loss = true;

  std::array<std::optional<GateLine>, kGateOutputs.size()> outputs;  ///< by GateOutput; lock_release is required
  std::array<std::optional<GateLine>, kGateInputs.size()> inputs;    ///< by GateInput

  std::optional<GateLine>& of(GateOutput output) { return outputs[static_cast<std::size_t>(output)]; }
  std::optional<GateLine>& of(GateInput input) { return inputs[static_cast<std::size_t>(input)]; }
  const std::optional<GateLine>& of(GateOutput output) const { return outputs[static_cast<std::size_t>(output)]; }
  const std::optional<GateLine>& of(GateInput input) const { return inputs[static_cast<std::size_t>(input)]; }
};

/// `lines` ready to be requested, the release line's pull filled in. Error: kInvalidInput naming the field:
/// lock_release missing, or pulled open on a fail-secure site; a line used twice; a debounce out of range.
Result<GateLines> checked(GateLines lines);

}  // namespace gate
