#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "common/result.h"

namespace gate {

/// A sound device that samples are written to: the seam between PcmPlayer and libasound. Mono, 16 bits,
/// kSamplesPerSecond. Thread-bound. After an error it is to be opened anew.
class PcmDevice {
 public:
  virtual ~PcmDevice() = default;

  /// Forgets what was written and is not yet heard. kDeviceLost. Does not block.
  virtual Status begin() = 0;
  /// Blocks until all is taken, at most 100 ms of sound before it is heard, and half a second longer than that takes.
  /// kDeviceLost.
  virtual Status write(std::span<const std::int16_t> samples) = 0;
  /// Until what was written has been heard: 100 ms, as write(). kDeviceLost.
  virtual Status finish() = 0;
  /// Whether it is still plugged in. Does not block.
  virtual bool connected() = 0;
};

/// Opens the device of that name. kNotFound, kDeviceLost, kIo (not allowed); say which device and what to do.
using OpenPcmDevice = std::function<Result<std::unique_ptr<PcmDevice>>(const std::string& device)>;

/// A PCM of libasound, "plughw:0,0" or any other name of its configuration. Does not wait for a device in use.
Result<std::unique_ptr<PcmDevice>> open_alsa_pcm(const std::string& device);

}  // namespace gate
