#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "common/clock.h"

namespace gate {

/// How far an update has come that has not proved itself yet.
enum class UpdateStage {
  kInstalling,
  kWaits,       ///< installed; the next restart starts it
  kOnTrial,     ///< it runs, and its self-test is not over
  kCutOff,      ///< power went while it was installed
  kNotStarted,  ///< installed, but the version before runs
};
inline constexpr std::array kUpdateStages{UpdateStage::kInstalling, UpdateStage::kWaits, UpdateStage::kOnTrial,
                                          UpdateStage::kCutOff, UpdateStage::kNotStarted};

/// "installing", "waits", "on_trial", "cut_off", "not_started".
std::string_view to_string(UpdateStage stage);

/// Of a device that runs the firmware image: its system, what is to become of it, and what the last stick brought.
struct DeviceFacts {
  struct Update {
    std::string version, slot;
    UpdateStage stage{};
    std::optional<WallTime> installed_at{};
  };
  std::string version;         ///< of the system; "" when it does not tell
  std::string slot;            ///< that runs: "A" or "B"
  bool restart_asked = false;  ///< … which waits for its moment
  std::optional<Update> update{};
  std::string floor{};        ///< the lowest version that is installed here; "" where that is not known
  std::string last_report{};  ///< of a stick, without files' names; "" when there is none
};

}  // namespace gate
