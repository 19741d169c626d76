#include "sound/recorded_sound_output.h"

namespace gate {

Status RecordedSoundOutput::play(std::shared_ptr<const Sound> sound) {
  if (Status good = check_sound(sound.get()); !good) return good;
  using std::chrono::microseconds;
  const auto now = std::chrono::duration_cast<microseconds>(clock_.monotonic_now() - began_);
  const std::lock_guard lock(mutex_);
  heard_.resize(static_cast<std::size_t>(now.count() * kSamplesPerSecond / 1'000'000));  // cuts, or is silent until now
  const auto played = at_volume(sound->samples, volume_);
  heard_.insert(heard_.end(), played.begin(), played.end());
  ++played_;
  return {};
}

Status RecordedSoundOutput::set_volume(int percent) {
  if (Status good = check_volume(percent); !good) return good;
  const std::lock_guard lock(mutex_);
  volume_ = percent;
  return {};
}

std::vector<std::int16_t> RecordedSoundOutput::heard() const {
  const std::lock_guard lock(mutex_);
  return heard_;
}

int RecordedSoundOutput::played() const {
  const std::lock_guard lock(mutex_);
  return played_;
}

}  // namespace gate
