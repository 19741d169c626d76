#include "screen/sound_signs.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <numbers>

namespace gate {
namespace {

using std::chrono::milliseconds;
using namespace std::chrono_literals;

/// A note that glides from one pitch to another, or stands; then a pause.
struct Note {
  double from_hz;
  double to_hz;
  milliseconds length;
  milliseconds pause;
  double level;  ///< of full scale
};

// Small loudspeakers hardly sound below 300 Hz: the lowest note is carried by its harmonics. ISO 24500 keeps signals
// for older people below 2.5 kHz. Intervals of a fifth are heard as "up" and "down" by everybody.
constexpr std::array kWelcome{Note{523, 523, 110ms, 30ms, 0.8}, Note{784, 784, 320ms, 0ms, 0.8}};
constexpr std::array kRefused{Note{392, 392, 330ms, 90ms, 0.85}, Note{262, 262, 480ms, 0ms, 0.85}};
constexpr std::array kAttention{Note{587, 587, 200ms, 0ms, 0.35}};
// ISO 8201: half a second on, half a second off, three times, for "leave the building".
constexpr std::array kAlarm{Note{500, 800, 500ms, 500ms, 0.88}, Note{500, 800, 500ms, 500ms, 0.88},
                            Note{500, 800, 500ms, 0ms, 0.88}};

constexpr std::array kHarmonics{1.0, 0.35, 0.2};  // amplitudes of the first three
constexpr double kTogether = 1.55;                // … and their sum
constexpr milliseconds kRamp{12};                 // a shorter one is heard as a click

std::size_t samples_of(milliseconds time) { return static_cast<std::size_t>(time.count()) * kSamplesPerSecond / 1000; }

/// Raised cosine at both ends.
double envelope(std::size_t at, std::size_t length) {
  const std::size_t from_end = std::min(at, length - 1 - at);
  const double part = std::min(1.0, static_cast<double>(from_end) / static_cast<double>(samples_of(kRamp)));
  return 0.5 - 0.5 * std::cos(std::numbers::pi * part);
}

void add(const Note& note, std::vector<std::int16_t>& samples) {
  const std::size_t length = samples_of(note.length);
  double phase = 0;
  for (std::size_t i = 0; i < length; ++i) {
    const double hz = std::lerp(note.from_hz, note.to_hz, static_cast<double>(i) / static_cast<double>(length));
    phase += 2 * std::numbers::pi * hz / kSamplesPerSecond;
    double wave = 0;
    for (std::size_t n = 0; n < kHarmonics.size(); ++n) wave += kHarmonics[n] * std::sin(phase * double(n + 1));
    samples.push_back(
        static_cast<std::int16_t>(std::lround(32'767 * note.level * envelope(i, length) * wave / kTogether)));
  }
  samples.resize(samples.size() + samples_of(note.pause));
}

template <std::size_t kNotes>
Sound played(const std::array<Note, kNotes>& notes) {
  Sound sound;
  for (const Note& note : notes) add(note, sound.samples);
  return sound;
}

}  // namespace

Sound sound_of(SoundSign sign) {
  switch (sign) {
    case SoundSign::kNone: return {};
    case SoundSign::kWelcome: return played(kWelcome);
    case SoundSign::kRefused: return played(kRefused);
    case SoundSign::kAttention: return played(kAttention);
    case SoundSign::kAlarm: return played(kAlarm);
  }
  return {};
}

std::string_view to_string(SoundSign sign) {
  switch (sign) {
    case SoundSign::kNone: return "none";
    case SoundSign::kWelcome: return "welcome";
    case SoundSign::kRefused: return "refused";
    case SoundSign::kAttention: return "attention";
    case SoundSign::kAlarm: return "alarm";
  }
  return "none";
}

}  // namespace gate
