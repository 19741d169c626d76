#include "screen/scene_sounds.h"

#include <utility>

#include "screen/sound_signs.h"

namespace gate {

SceneSounds::SceneSounds(SoundOutput& output) : output_(output) {
  for (const SoundSign sign : kSoundSigns) sounds_[sign] = std::make_shared<const Sound>(sound_of(sign));
}

void SceneSounds::follow(const Scene& scene, MonotonicTime now) {
  if (scene == last_) return;
  const SoundSign before = std::exchange(last_, scene).sound;
  if (is_due(scene, before, now)) (void)output_.play(sounds_.at(scene.sound));  // refuses only what is no sound
}

bool SceneSounds::is_due(const Scene& scene, SoundSign before, MonotonicTime now) {
  if (scene.sound == SoundSign::kNone) return false;
  if (scene.sound != SoundSign::kAttention) return scene.sound != before;
  const auto [asked, first] = asked_at_.try_emplace(scene.message, now);
  if (!first && now - asked->second < kNotAgainWithin) return false;
  asked->second = now;
  return true;
}

}  // namespace gate
