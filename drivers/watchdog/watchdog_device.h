#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "common/result.h"

namespace gate {

/// One open watchdog node: the only way HardwareWatchdog reaches the kernel, and where tests put one of their own.
/// Opening arms it; closing (destroying) leaves it counting unless 'V' was the last thing written (Linux,
/// Documentation/watchdog/watchdog-api.rst, "magic close"). Thread-bound.
class WatchdogDevice {
 public:
  virtual ~WatchdogDevice() = default;

  /// ioctl(2), repeated while interrupted: 0 or errno.
  virtual int control(unsigned long request, void* argument) = 0;
  /// One byte by write(2): 0 or errno.
  virtual int write(char byte) = 0;
};

using OpenWatchdogDevice = std::function<Result<std::unique_ptr<WatchdogDevice>>(const std::filesystem::path& node)>;

/// Errors: kNotFound, kIo (already open elsewhere: a watchdog has one owner; no permission).
Result<std::unique_ptr<WatchdogDevice>> open_watchdog_device(const std::filesystem::path& node);

/// "/dev/watchdogN" of the driver that calls itself `identity`, the lowest N of several. `sysfs`:
/// /sys/class/watchdog. Error: kNotFound, listing those there are.
Result<std::filesystem::path> find_watchdog(const std::string& identity, const std::filesystem::path& sysfs);

}  // namespace gate
