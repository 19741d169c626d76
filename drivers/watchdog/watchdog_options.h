#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

namespace gate {

/// Which hardware watchdog, by its node or by what its driver calls itself; with neither there is none.
struct WatchdogOptions {
  enum class WhenMissing {
    kFail,  ///< the terminal does not start
    kGoOn,  ///< it does, and says so: a board file for many boards
  };

  std::optional<std::filesystem::path> device{};  ///< "/dev/watchdog1"
  std::optional<std::string> identity{};          ///< "Software Watchdog", "iTCO_wdt": survives renumbering
  std::chrono::seconds timeout{30};               ///< 5 to 300; what the driver makes of it may be a little longer
  WhenMissing when_missing = WhenMissing::kFail;
};

}  // namespace gate
