#include "sound/pcm_player.h"

#include <gmock/gmock.h>

#include "fakes/fake_clock.h"
#include "fakes/fake_pcm.h"

namespace gate {
namespace {

using namespace std::chrono_literals;
using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::shared_ptr<const Sound> sound_of(std::size_t samples, std::int16_t level) {
  return std::make_shared<const Sound>(Sound{std::vector(samples, level)});
}

class PcmPlayerTest : public testing::Test {
 protected:
  std::optional<Error> look() { return player_.look(0ms); }

  FakePcm pcm_;
  FakeClock clock_;
  PcmPlayer player_{"plughw:0,0", clock_, pcm_.opener()};
};

TEST_F(PcmPlayerTest, PlaysASoundOnceAndToItsEnd) {
  ASSERT_TRUE(player_.play(sound_of(4'801, 1000)));
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(look());
  EXPECT_THAT(pcm_.written, SizeIs(4'801));
  EXPECT_THAT(pcm_.written, Each(1000));
  EXPECT_EQ(pcm_.finished, 1);
  EXPECT_EQ(pcm_.opened, 1);
}

TEST_F(PcmPlayerTest, ANewSoundEndsTheOneThatPlays) {
  pcm_.on_write = [&] {
    if (pcm_.written.size() == 2 * 960U) (void)player_.play(sound_of(100, 2));
  };
  ASSERT_TRUE(player_.play(sound_of(48'000, 1)));
  look();
  EXPECT_THAT(pcm_.written, SizeIs(2 * 960 + 100));
  EXPECT_EQ(pcm_.begun, 2) << "what the device still had of the first is forgotten";
  EXPECT_EQ(pcm_.finished, 1);
}

TEST_F(PcmPlayerTest, AMissingDeviceIsToldOnceAndTriedLessAndLessOften) {
  pcm_.plugged = false;
  const auto told = look();
  ASSERT_TRUE(told);
  EXPECT_EQ(told->code, ErrorCode::kDeviceLost);
  EXPECT_THAT(told->message, HasSubstr("plughw:0,0"));
  for (int ms = 0; ms < 60'000; ms += 50) {
    clock_.advance(50ms);
    EXPECT_FALSE(look());
  }
  EXPECT_GE(pcm_.opened, 10);
  EXPECT_LE(pcm_.opened, 14) << "250 ms, 500 ms, … 8 s between two tries";
}

TEST_F(PcmPlayerTest, WhatIsToBePlayedWithoutADeviceIsNotHeardLater) {
  pcm_.plugged = false;
  look();
  ASSERT_TRUE(player_.play(sound_of(100, 1)));
  look();
  pcm_.plugged = true;
  clock_.advance(10s);
  look();
  EXPECT_THAT(pcm_.written, IsEmpty());
  ASSERT_TRUE(player_.play(sound_of(100, 2)));
  look();
  EXPECT_THAT(pcm_.written, Each(2));
}

TEST_F(PcmPlayerTest, APlugPulledBetweenTwoSoundsIsNoticed) {
  ASSERT_TRUE(player_.play(sound_of(100, 1)));
  EXPECT_FALSE(look());
  pcm_.plugged = false;
  EXPECT_TRUE(look());
  pcm_.plugged = true;
  clock_.advance(10s);
  ASSERT_TRUE(player_.play(sound_of(100, 1)));
  EXPECT_FALSE(look());
  EXPECT_THAT(pcm_.written, SizeIs(200));
  pcm_.plugged = false;
  EXPECT_TRUE(look()) << "another loss, another word";
}

TEST_F(PcmPlayerTest, ADeviceThatOpensAndDoesNotPlayIsToldOnceWithPausesToo) {
  pcm_.plays = false;
  int told = 0;
  for (int i = 0; i < 600; ++i) {
    ASSERT_TRUE(player_.play(sound_of(100, 1)));
    told += look().has_value();
    clock_.advance(100ms);
  }
  EXPECT_EQ(told, 1);
  EXPECT_LE(pcm_.opened, 14);
}

TEST_F(PcmPlayerTest, AStopEndsASoundAtOnce) {
  std::stop_source stop;
  pcm_.on_write = [&] { stop.request_stop(); };
  ASSERT_TRUE(player_.play(sound_of(48'000, 1)));
  EXPECT_FALSE(player_.look(0ms, stop.get_token()));
  EXPECT_THAT(pcm_.written, SizeIs(960));
}

}  // namespace
}  // namespace gate
