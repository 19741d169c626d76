#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>

#include "common/clock.h"
#include "common/result.h"

namespace gate {

/// The latest wall time this terminal ever knew to have passed, kept in a file over restarts. A wall clock behind it
/// has been set back or lost its battery and is not trusted. trusts() is thread-safe; raise() is the loader thread's.
class ClockFloor {
 public:
  /// Reads the floor; a missing file is no floor yet. kInvalidInput when the file holds no time: it is never guessed.
  static Result<std::unique_ptr<ClockFloor>> open(std::filesystem::path file);

  /// Whether `now` may be believed: not before the floor, less kTolerance for small corrections by NTP.
  bool trusts(WallTime now) const;

  /// Raises the floor to `now`, on disk at most every kWriteInterval. kIo when it cannot be written; it holds in memory
  /// all the same, and the next call tries again.
  Status raise(WallTime now);

  WallTime floor() const { return WallTime{std::chrono::milliseconds{floor_ms_.load()}}; }

  static constexpr std::chrono::minutes kTolerance{2};
  static constexpr std::chrono::minutes kWriteInterval{1};  // spares the flash; a power cut loses at most this much

 private:
  ClockFloor(std::filesystem::path file, std::chrono::milliseconds floor)
      : file_(std::move(file)), floor_ms_(floor.count()), written_(floor) {}

  const std::filesystem::path file_;
  std::atomic<std::int64_t> floor_ms_;  // since 1970, UTC
  WallTime written_;
};

}  // namespace gate
