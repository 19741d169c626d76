#pragma once

#include <mutex>

#include "common/clock.h"
#include "sound/sound_output.h"

namespace gate {

/// A loudspeaker that is only memory: what somebody beside it would have heard, for tests. `clock` must outlive it.
class RecordedSoundOutput final : public SoundOutput {
 public:
  explicit RecordedSoundOutput(const Clock& clock) : clock_(clock), began_(clock.monotonic_now()) {}

  Status play(std::shared_ptr<const Sound> sound) override;
  Status set_volume(int percent) override;

  /// Since it was made, silence included, to the end of the sound that was begun last. For write_wav() too.
  std::vector<std::int16_t> heard() const;
  int played() const;  ///< sounds begun

 private:
  const Clock& clock_;
  const MonotonicTime began_;
  mutable std::mutex mutex_;
  std::vector<std::int16_t> heard_;
  int volume_ = 100;
  int played_ = 0;
};

}  // namespace gate
