#include "screen/sound_signs.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace gate {
namespace {

using Samples = std::vector<std::int16_t>;

/// Notes as somebody hears them: where the sound is not silent for 20 ms or more, and how high.
struct Heard {
  int length_ms;
  double first_hz;  ///< of its first quarter
  double last_hz;   ///< of its last quarter
};

/// The fundamental's share of a piece: the pitch at which its spectrum (0.5 Hz steps) is strongest.
double pitch_of(Samples::const_iterator begin, Samples::const_iterator end) {
  double best = 0;
  double best_hz = 0;
  for (double hz = 200; hz < 900; hz += 4) {
    double re = 0;
    double im = 0;
    for (auto at = begin; at != end; at += 4) {
      const double angle = 2 * std::numbers::pi * hz * static_cast<double>(at - begin) / kSamplesPerSecond;
      re += *at * std::cos(angle);
      im += *at * std::sin(angle);
      if (end - at < 4) break;
    }
    if (std::hypot(re, im) <= best) continue;
    best = std::hypot(re, im);
    best_hz = hz;
  }
  return best_hz;
}

std::vector<Heard> notes_of(const Samples& samples) {
  constexpr std::ptrdiff_t kGap = kSamplesPerSecond / 50;
  std::vector<Heard> notes;
  const auto sounds = [](std::int16_t sample) { return std::abs(sample) > 50; };
  for (auto begin = std::find_if(samples.begin(), samples.end(), sounds); begin != samples.end();) {
    auto end = begin;
    for (auto at = begin; at != samples.end() && at - end < kGap; ++at)
      if (sounds(*at)) end = at;
    const auto quarter = (end - begin) / 4;
    notes.push_back({static_cast<int>((end - begin) * 1000 / kSamplesPerSecond), pitch_of(begin, begin + quarter),
                     pitch_of(end - quarter, end)});
    begin = std::find_if(end + 1, samples.end(), sounds);
  }
  return notes;
}

class EverySoundSign : public testing::TestWithParam<SoundSign> {
 protected:
  const Samples samples_ = sound_of(GetParam()).samples;
};

TEST_P(EverySoundSign, CanBePlayed) {
  const Sound sound{samples_};
  EXPECT_TRUE(check_sound(&sound));
  EXPECT_LT(samples_.size(), 3U * kSamplesPerSecond);
}

TEST_P(EverySoundSign, StaysBelowClippingAndIsHeard) {
  const auto [low, high] = std::ranges::minmax(samples_);
  EXPECT_LT(high, 29'200) << "1 dB below full scale";
  EXPECT_GT(low, -29'200);
  EXPECT_GT(high, 8'000);
}

TEST_P(EverySoundSign, BeginsAndEndsAtZeroWithoutAClick) {
  EXPECT_EQ(samples_.front(), 0);
  EXPECT_EQ(samples_.back(), 0);
  // Within a millisecond of a beginning or an end, ramps are below a fiftieth of full scale; a click is far above.
  constexpr std::size_t kMillisecond = kSamplesPerSecond / 1000;
  for (std::size_t i = 0; i < kMillisecond; ++i) {
    EXPECT_LT(std::abs(samples_[i]), 655) << i;
    EXPECT_LT(std::abs(samples_[samples_.size() - 1 - i]), 655) << i;
  }
}

/// A jump is what clicks: from sample to sample no tone below 2.5 kHz moves faster than this.
TEST_P(EverySoundSign, HasNoJumpsAnywhere) {
  const double steepest = 29'200 * 2 * std::numbers::pi * 2'500 / kSamplesPerSecond;
  for (std::size_t i = 1; i < samples_.size(); ++i) ASSERT_LT(std::abs(samples_[i] - samples_[i - 1]), steepest) << i;
}

INSTANTIATE_TEST_SUITE_P(Signs, EverySoundSign, testing::ValuesIn(kSoundSigns),
                         [](const auto& sign) { return std::string(to_string(sign.param)); });

TEST(SoundSigns, WelcomeRisesShortThenLong) {
  const auto notes = notes_of(sound_of(SoundSign::kWelcome).samples);
  ASSERT_EQ(notes.size(), 2U);
  EXPECT_GT(notes[1].first_hz, notes[0].first_hz * 1.4);
  EXPECT_GT(notes[1].length_ms, 2 * notes[0].length_ms);
}

TEST(SoundSigns, RefusedFallsInTwoLongLowNotes) {
  const auto notes = notes_of(sound_of(SoundSign::kRefused).samples);
  ASSERT_EQ(notes.size(), 2U);
  EXPECT_LT(notes[1].first_hz, notes[0].first_hz / 1.4);
  const auto welcome = notes_of(sound_of(SoundSign::kWelcome).samples);
  EXPECT_LT(notes[0].first_hz, welcome[0].first_hz);
  EXPECT_GT(notes[0].length_ms, 2 * welcome[0].length_ms) << "told apart by rhythm from the first note on";
}

TEST(SoundSigns, AttentionIsOneSoftNote) {
  const auto attention = sound_of(SoundSign::kAttention).samples;
  EXPECT_EQ(notes_of(attention).size(), 1U);
  for (const SoundSign other : {SoundSign::kWelcome, SoundSign::kRefused, SoundSign::kAlarm})
    EXPECT_LT(2 * std::ranges::max(attention), std::ranges::max(sound_of(other).samples));
}

TEST(SoundSigns, TheAlarmIsThreeEvenPulsesThatEachRise) {
  const auto notes = notes_of(sound_of(SoundSign::kAlarm).samples);
  ASSERT_EQ(notes.size(), 3U);
  for (const Heard& note : notes) {
    EXPECT_NEAR(note.length_ms, 500, 20);
    EXPECT_GT(note.last_hz, note.first_hz * 1.2);
  }
}

TEST(SoundSigns, NoSignIsNoSound) { EXPECT_TRUE(sound_of(SoundSign::kNone).samples.empty()); }

}  // namespace
}  // namespace gate
