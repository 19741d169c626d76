#pragma once

#include <functional>
#include <thread>

#include "sound/pcm_player.h"

namespace gate {

/// A sound device of ALSA and its thread, `sound`. Nobody waits for the device: it may be missing, be unplugged and
/// come back. Only the end of the program does, for half a second when it hangs. `clock` must outlive it.
class AlsaSoundOutput final : public SoundOutput {
 public:
  /// `device`: a PCM's name, "plughw:0,0". `lost` is told by the thread, once until it has played again, also of one
  /// that is not there at the start; it must not block.
  AlsaSoundOutput(std::string device, const Clock& clock, std::function<void(const Error&)> lost);
  ~AlsaSoundOutput() override;

  Status play(std::shared_ptr<const Sound> sound) override { return player_.play(std::move(sound)); }
  Status set_volume(int percent) override { return player_.set_volume(percent); }

 private:
  PcmPlayer player_;
  std::jthread thread_;  // last: it uses the player
};

}  // namespace gate
