#pragma once

#include <memory>
#include <string>

#include "watchdog/watchdog.h"

namespace gate {

/// What the service manager is told (sd_notify(3), systemd's notification protocol), and its watchdog, which kills and
/// restarts the program. Without a service manager (no NOTIFY_SOCKET) nothing is told to nobody. Thread-bound; a call
/// blocks while the manager's queue is full, so never the gate thread's.
class ServiceNotifier final : public Watchdog {
 public:
  /// Reads NOTIFY_SOCKET, and WATCHDOG_USEC and WATCHDOG_PID, from the environment.
  static ServiceNotifier from_environment();

  /// Start-up is over. systemd's watchdog counts from here.
  Status ready();
  /// One line for `systemctl status`; line ends become spaces. No names, no pass ids.
  Status status(const std::string& line);

  Status beat() override;
  /// WatchdogSec= of the unit; nothing: none, or meant for another process.
  std::optional<std::chrono::milliseconds> patience() const override { return patience_; }
  /// Says that a planned stop has begun; systemd then waits for TimeoutStopSec= instead.
  Status disarm() override;

 private:
  explicit ServiceNotifier(std::optional<std::chrono::milliseconds> patience) : patience_(patience) {}

  std::optional<std::chrono::milliseconds> patience_;
};

}  // namespace gate
