#include "sound/sound_output.h"

#include <algorithm>
#include <string>

namespace gate {

Status check_sound(const Sound* sound) {
  const std::size_t samples = sound != nullptr ? sound->samples.size() : 0;
  if (samples > 0 && samples <= Sound::kMostSamples) return {};
  return fail(ErrorCode::kInvalidInput,
              "a sound of " + std::to_string(samples) + " samples; give 1 to " + std::to_string(Sound::kMostSamples));
}

Status check_volume(int percent) {
  if (percent >= 0 && percent <= 100) return {};
  return fail(ErrorCode::kInvalidInput, "a volume of " + std::to_string(percent) + "; give 0 to 100");
}

std::vector<std::int16_t> at_volume(std::span<const std::int16_t> samples, int percent) {
  const int share = percent * percent;  // of 10,000: 12 dB less at 50, near the 10 dB that sound half as loud
  std::vector<std::int16_t> scaled(samples.size());
  std::ranges::transform(samples, scaled.begin(),
                         [&](std::int16_t sample) { return static_cast<std::int16_t>(sample * share / 10'000); });
  return scaled;
}

}  // namespace gate
