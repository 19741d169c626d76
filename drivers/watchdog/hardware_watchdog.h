#pragma once

#include <memory>

#include "watchdog/watchdog.h"
#include "watchdog/watchdog_device.h"
#include "watchdog/watchdog_options.h"

namespace gate {

/// A watchdog of the board's, or the kernel's softdog, which resets the machine. It starts to count when it is opened.
/// A program that crashes or is killed leaves it counting; the next one that opens it goes on feeding it. Where the
/// driver was loaded with nowayout=1, disarm() cannot stop it: only another owner or the reset can follow.
class HardwareWatchdog final : public Watchdog {
 public:
  /// Errors name the device: kInvalidInput (neither or both of device and identity, time-out out of range), kNotFound
  /// (lists what there is), kIo (busy, permission), kUnsupported (the driver refuses the time-out).
  static Result<std::unique_ptr<HardwareWatchdog>> open(const WatchdogOptions& options,
                                                        const OpenWatchdogDevice& open_device = open_watchdog_device,
                                                        const std::filesystem::path& sysfs = "/sys/class/watchdog");

  Status beat() override;
  /// As the driver set it.
  std::optional<std::chrono::milliseconds> patience() const override;
  Status disarm() override;

 private:
  HardwareWatchdog(std::unique_ptr<WatchdogDevice> device, std::filesystem::path node, std::chrono::seconds timeout)
      : device_(std::move(device)), node_(std::move(node)), timeout_(timeout) {}

  std::unique_ptr<WatchdogDevice> device_;  // null once disarmed
  const std::filesystem::path node_;
  const std::chrono::seconds timeout_;
};

}  // namespace gate
