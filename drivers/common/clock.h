#pragma once

#include <chrono>

namespace gate {

/// CLOCK_MONOTONIC: deadlines, latencies, frame stamps. Never jumps, means nothing across restarts.
using MonotonicTime = std::chrono::steady_clock::time_point;

/// UTC wall time: validity of passes and certificates, audit records. May be wrong; see clock_not_trusted.
using WallTime = std::chrono::sys_time<std::chrono::milliseconds>;

/// The only source of "now", so that tests run without waiting. Implementations are thread-safe and never block.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual MonotonicTime monotonic_now() const = 0;
  virtual WallTime wall_now() const = 0;
};

class SystemClock final : public Clock {
 public:
  MonotonicTime monotonic_now() const override { return std::chrono::steady_clock::now(); }
  WallTime wall_now() const override {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  }
};

}  // namespace gate
