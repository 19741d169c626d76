#include "sound/sound_output.h"

#include <gmock/gmock.h>

namespace gate {
namespace {

using testing::Each;
using testing::ElementsAre;

const std::vector<std::int16_t> kSamples{0, 10'000, -10'000, 32'767, -32'768};

TEST(Volume, AHundredIsAsItIsAndZeroIsSilence) {
  EXPECT_EQ(at_volume(kSamples, 100), kSamples);
  EXPECT_THAT(at_volume(kSamples, 0), Each(0));
}

TEST(Volume, HalfIsAQuarterOfTheAmplitude) {
  EXPECT_THAT(at_volume(kSamples, 50), ElementsAre(0, 2'500, -2'500, 8'191, -8'192));
}

TEST(Volume, EveryStepIsLouder) {
  for (int percent = 1; percent <= 100; ++percent)
    EXPECT_GT(at_volume(kSamples, percent)[3], at_volume(kSamples, percent - 1)[3]) << percent;
}

}  // namespace
}  // namespace gate
