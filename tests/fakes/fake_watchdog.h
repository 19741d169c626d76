#pragma once

#include <linux/watchdog.h>

#include <cerrno>
#include <memory>

#include "watchdog/watchdog.h"
#include "watchdog/watchdog_device.h"

namespace gate {

/// A watchdog in memory: how often it was fed, and whether it counts. It outlives what feeds it.
struct FakeWatchdogState {
  bool armed = false;
  int beats = 0;
  bool refusing = false;  ///< a test may set it: beats fail
};

class FakeWatchdog final : public Watchdog {
 public:
  explicit FakeWatchdog(FakeWatchdogState& state, std::chrono::milliseconds patience = std::chrono::seconds{30})
      : state_(state), patience_(patience) {
    state_.armed = true;
  }

  Status beat() override {
    if (state_.refusing) return fail(ErrorCode::kIo, "refusing");
    if (state_.armed) ++state_.beats;
    return {};
  }
  std::optional<std::chrono::milliseconds> patience() const override {
    return state_.armed ? std::optional(patience_) : std::nullopt;
  }
  Status disarm() override {
    state_.armed = false;
    return {};
  }

 private:
  FakeWatchdogState& state_;
  const std::chrono::milliseconds patience_;
};

/// A watchdog driver as drivers/watchdog/watchdog_core.c and watchdog_dev.c of Linux 6.1 behave without nowayout:
/// opening arms, the last byte written before closing decides whether it goes on counting.
class FakeWatchdogNode final : public WatchdogDevice {
 public:
  FakeWatchdogNode(FakeWatchdogState& state, int longest_s) : state_(state), longest_s_(longest_s) {
    state_.armed = true;
  }
  ~FakeWatchdogNode() override { state_.armed = !release_; }

  int control(unsigned long request, void* argument) override {
    if (request == WDIOC_KEEPALIVE) return feed();
    if (request != WDIOC_SETTIMEOUT) return ENOTTY;
    return *static_cast<int*>(argument) > longest_s_ ? EINVAL : 0;
  }
  int write(char byte) override {
    release_ = byte == 'V';
    return 0;
  }

 private:
  int feed() {
    if (state_.refusing) return EIO;
    release_ = false;
    ++state_.beats;
    return 0;
  }

  FakeWatchdogState& state_;
  const int longest_s_;
  bool release_ = false;
};

}  // namespace gate
