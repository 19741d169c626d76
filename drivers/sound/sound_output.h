#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "common/result.h"

namespace gate {

inline constexpr int kSamplesPerSecond = 48'000;

/// A short sound: mono, kSamplesPerSecond, full scale is 32,767. Immutable once it is shared.
struct Sound {
  static constexpr std::size_t kMostSamples = 5U * kSamplesPerSecond;

  std::vector<std::int16_t> samples;
};

/// Something that visitors hear sounds from. Thread-safe. Nobody waits for it: a sound that cannot be heard now, for
/// want of a device, is not heard later either.
class SoundOutput {
 public:
  virtual ~SoundOutput() = default;

  /// Begins `sound` within 200 ms; one that still plays ends at once. Never blocks beyond a short lock.
  /// kInvalidInput: no samples, or more than Sound::kMostSamples; nothing changes.
  virtual Status play(std::shared_ptr<const Sound> sound) = 0;

  /// From the next sound on, 0 (nothing) .. 100 (as loud as the samples say); half sounds about half as loud. Never
  /// blocks. kInvalidInput: another number; nothing changes.
  virtual Status set_volume(int percent) = 0;
};

/// What play() and set_volume() ask, for implementations.
Status check_sound(const Sound* sound);
Status check_volume(int percent);

/// `samples` as loud as set_volume(`percent`) makes them.
std::vector<std::int16_t> at_volume(std::span<const std::int16_t> samples, int percent);

}  // namespace gate
