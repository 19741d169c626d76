#pragma once

#include <atomic>
#include <chrono>
#include <optional>
#include <stop_token>

#include "common/clock.h"
#include "common/mailbox.h"
#include "sound/pcm_device.h"
#include "sound/sound_output.h"

namespace gate {

/// Plays sounds on a device that may be missing or lost: opened by the first look(), and again, with back-off, whenever
/// it was lost; what is to be played meanwhile is not heard. play() and set_volume() are thread-safe, look() is the one
/// player thread's. `clock` must outlive it.
class PcmPlayer final : public SoundOutput {
 public:
  PcmPlayer(std::string device, const Clock& clock, OpenPcmDevice open = open_alsa_pcm);

  Status play(std::shared_ptr<const Sound> sound) override;
  Status set_volume(int percent) override;

  /// One round: waits for a sound up to `patience` and plays it, and those that replace it, to the end or until `stop`.
  /// The device's loss, once until it has played again.
  std::optional<Error> look(std::chrono::milliseconds patience, const std::stop_token& stop = {});
  /// look() does not wait any more.
  void close() { next_.close(); }

 private:
  Status look_for_device();
  Status play_to_the_end(std::shared_ptr<const Sound> sound, const std::stop_token& stop);
  std::optional<Error> lose(const Error& why);

  const std::string device_;
  const Clock& clock_;
  const OpenPcmDevice open_;
  Mailbox<std::shared_ptr<const Sound>> next_;
  std::atomic<int> volume_ = 100;
  std::unique_ptr<PcmDevice> pcm_;  // null while lost
  bool told_ = false;               // of this loss
  std::optional<MonotonicTime> next_try_;
  std::chrono::milliseconds pause_;
};

}  // namespace gate
