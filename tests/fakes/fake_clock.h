#pragma once

#include <atomic>

#include "common/clock.h"

namespace gate {

/// A clock that stands still until told. Thread-safe.
class FakeClock final : public Clock {
 public:
  explicit FakeClock(WallTime start = std::chrono::sys_days{std::chrono::year{2021} / 12 / 3}) : start_(start) {}

  MonotonicTime monotonic_now() const override { return MonotonicTime{elapsed_.load()}; }
  WallTime wall_now() const override { return std::chrono::floor<std::chrono::milliseconds>(start_ + elapsed_.load()); }
  void advance(std::chrono::nanoseconds by) { elapsed_ = elapsed_.load() + by; }

 private:
  const WallTime start_;
  std::atomic<std::chrono::nanoseconds> elapsed_{std::chrono::hours{1}};
};

}  // namespace gate
