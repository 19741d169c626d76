#include "watchdog/hardware_watchdog.h"

#include <linux/watchdog.h>

#include <system_error>

namespace gate {
namespace {

using namespace std::chrono_literals;

constexpr char kMagicClose = 'V';

tl::unexpected<Error> refused(const std::filesystem::path& node, const char* action, ErrorCode code, int error) {
  return fail(code, node.string() + ": " + action + ": " + std::generic_category().message(error));
}

Result<std::filesystem::path> node_of(const WatchdogOptions& options, const std::filesystem::path& sysfs) {
  if (options.device.has_value() == options.identity.has_value())
    return fail(ErrorCode::kInvalidInput, "give the watchdog's device or its identity, one of them");
  if (options.timeout < 5s || options.timeout > 300s)
    return fail(ErrorCode::kInvalidInput, "the watchdog's time-out must be 5 to 300 s");
  return options.device ? *options.device : find_watchdog(*options.identity, sysfs);
}

}  // namespace

Result<std::unique_ptr<HardwareWatchdog>> HardwareWatchdog::open(const WatchdogOptions& options,
                                                                 const OpenWatchdogDevice& open_device,
                                                                 const std::filesystem::path& sysfs) {
  const auto node = node_of(options, sysfs);
  if (!node) return fail(node.error());
  auto device = open_device(*node);
  if (!device) return fail(std::move(device.error()));
  int seconds = static_cast<int>(options.timeout.count());
  if (const int error = (*device)->control(WDIOC_SETTIMEOUT, &seconds)) {
    (void)(*device)->write(kMagicClose);  // or what we opened in vain would reset the machine
    return refused(*node, "cannot set the time-out", ErrorCode::kUnsupported, error);
  }
  return std::unique_ptr<HardwareWatchdog>(
      new HardwareWatchdog(*std::move(device), *node, std::chrono::seconds(seconds)));
}

Status HardwareWatchdog::beat() {
  if (!device_) return {};
  int unused = 0;
  if (const int error = device_->control(WDIOC_KEEPALIVE, &unused))
    return refused(node_, "cannot be fed", ErrorCode::kIo, error);
  return {};
}

std::optional<std::chrono::milliseconds> HardwareWatchdog::patience() const {
  return device_ ? std::optional<std::chrono::milliseconds>(timeout_) : std::nullopt;
}

Status HardwareWatchdog::disarm() {
  if (!device_) return {};
  if (const int error = device_->write(kMagicClose)) return refused(node_, "cannot be stopped", ErrorCode::kIo, error);
  device_.reset();
  return {};
}

}  // namespace gate
