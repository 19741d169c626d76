#include "watchdog/service_notifier.h"

#include <systemd/sd-daemon.h>

#include <algorithm>
#include <cstdint>
#include <system_error>

namespace gate {
namespace {

// sd_notify(3) returns zero without NOTIFY_SOCKET: that is no failure, just nobody to tell. The environment is kept,
// for it is needed again at the next call.
Status tell(const std::string& state) {
  const int sent = sd_notify(0, state.c_str());
  if (sent >= 0) return {};
  return fail(ErrorCode::kIo, "the service manager cannot be told: " + std::generic_category().message(-sent));
}

}  // namespace

ServiceNotifier ServiceNotifier::from_environment() {
  std::uint64_t microseconds = 0;
  if (sd_watchdog_enabled(0, &microseconds) <= 0) return ServiceNotifier(std::nullopt);
  return ServiceNotifier(std::chrono::floor<std::chrono::milliseconds>(std::chrono::microseconds(microseconds)));
}

Status ServiceNotifier::ready() { return tell("READY=1"); }

Status ServiceNotifier::status(const std::string& line) {
  std::string one_line = line;
  std::replace(one_line.begin(), one_line.end(), '\n', ' ');
  return tell("STATUS=" + one_line);
}

Status ServiceNotifier::beat() { return patience_ ? tell("WATCHDOG=1") : Status{}; }

Status ServiceNotifier::disarm() {
  patience_.reset();
  return tell("STOPPING=1");
}

}  // namespace gate
