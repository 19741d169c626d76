#include "sound/alsa_mixer.h"

#include <alsa/asoundlib.h>

#include <array>
#include <memory>
#include <string>
#include <string_view>

namespace gate {
namespace {

// What stands between a card's samples and its loudspeaker, as the kernel names it
// (Documentation/sound/designs/control-names.rst). Not microphones that are fed through.
constexpr std::array<std::string_view, 8> kOutputs{"Master",  "PCM",      "Speaker", "Headphone",
                                                   "Headset", "Line Out", "Front",   "HDMI"};

bool is_output(snd_mixer_elem_t* element) {
  const std::string_view name = snd_mixer_selem_get_name(element);
  for (const std::string_view output : kOutputs)
    if (name == output) return true;
  return false;
}

void switch_on(snd_mixer_elem_t* element) {
  int on = 1;
  if (!snd_mixer_selem_has_playback_switch(element)) return;
  if (snd_mixer_selem_get_playback_switch(element, SND_MIXER_SCHN_MONO, &on) == 0 && on == 0)
    (void)snd_mixer_selem_set_playback_switch_all(element, 1);
}

void turn_up(snd_mixer_elem_t* element) {
  if (!snd_mixer_selem_has_playback_volume(element)) return;
  long least = 0;
  long most = 0;
  long now = 0;
  if (snd_mixer_selem_get_playback_volume_range(element, &least, &most) < 0 ||
      snd_mixer_selem_get_playback_volume(element, SND_MIXER_SCHN_MONO, &now) < 0 || now > least)
    return;
  constexpr int kNearestAbove = 1;
  if (snd_mixer_selem_set_playback_dB_all(element, 0, kNearestAbove) < 0)  // it does not tell its decibels
    (void)snd_mixer_selem_set_playback_volume_all(element, most);
}

}  // namespace

void make_audible(int card) {
  snd_mixer_t* opened = nullptr;
  if (snd_mixer_open(&opened, 0) < 0) return;
  const std::unique_ptr<snd_mixer_t, decltype(&snd_mixer_close)> mixer(opened, snd_mixer_close);
  const std::string name = "hw:" + std::to_string(card);
  if (snd_mixer_attach(opened, name.c_str()) < 0 || snd_mixer_selem_register(opened, nullptr, nullptr) < 0 ||
      snd_mixer_load(opened) < 0)
    return;
  for (auto* element = snd_mixer_first_elem(opened); element != nullptr; element = snd_mixer_elem_next(element)) {
    if (!is_output(element)) continue;
    switch_on(element);
    turn_up(element);
  }
}

}  // namespace gate
