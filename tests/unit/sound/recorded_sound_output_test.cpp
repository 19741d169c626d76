#include "sound/recorded_sound_output.h"

#include <gmock/gmock.h>

#include "fakes/fake_clock.h"

namespace gate {
namespace {

using namespace std::chrono_literals;
using testing::Each;
using testing::SizeIs;

TEST(RecordedSoundOutput, HearsSilenceBetweenSoundsAndNoRestOfAReplacedOne) {
  FakeClock clock;
  RecordedSoundOutput output(clock);
  const auto one = std::make_shared<const Sound>(Sound{std::vector<std::int16_t>(4'800, 1)});
  clock.advance(10ms);
  ASSERT_TRUE(output.play(one));
  clock.advance(25ms);
  ASSERT_TRUE(output.play(one));
  clock.advance(1s);
  const auto heard = output.heard();
  ASSERT_THAT(heard, SizeIs(480 + 1'200 + 4'800));
  EXPECT_THAT(std::vector(heard.begin(), heard.begin() + 480), Each(0));
  EXPECT_THAT(std::vector(heard.begin() + 480, heard.end()), Each(1));
  EXPECT_EQ(output.played(), 2);
}

}  // namespace
}  // namespace gate
