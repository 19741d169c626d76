#pragma once

#include <chrono>
#include <optional>

#include "common/clock.h"
#include "update/reported_status.h"

namespace gate {

/// Decides when the device may restart for what was installed: nobody in the gate, nobody coming. Pure: told the time.
class RestartMoment {
 public:
  enum class Wanted {
    kWhenIdle,  ///< outside opening hours, and quiet for kQuiet
    kNow,       ///< somebody stands there and waits for it: as soon as nobody is in the gate
  };
  explicit RestartMoment(Wanted wanted) : wanted_(wanted) {}

  /// From now on kNow, whatever was wanted before.
  void hurry() { wanted_ = Wanted::kNow; }

  enum class SiteOpen { kOpen, kClosed };
  /// Asked about once a second. `status`: nothing while the terminal does not report. Whether to restart now.
  bool has_come(const std::optional<ReportedStatus>& status, SiteOpen site, MonotonicTime now);

  static constexpr std::chrono::seconds kQuiet{60};
  /// A terminal that says nothing for so long is not kept waiting for: it is broken, and a restart may mend it.
  static constexpr std::chrono::minutes kSilent{10};

 private:
  Wanted wanted_;
  std::optional<MonotonicTime> quiet_since_;
  std::optional<MonotonicTime> silent_since_;
};

}  // namespace gate
