#include "screen/tone_colours.h"

#include <gtest/gtest.h>

#include <set>

namespace gate {
namespace {

TEST(Contrast, IsAsWcagComputesIt) {
  EXPECT_NEAR(contrast({0, 0, 0}, {255, 255, 255}), 21, 1e-9);
  EXPECT_NEAR(contrast({255, 255, 255}, {119, 119, 119}), 4.48, 0.005) << "#777 on white, the well-known near miss";
  EXPECT_EQ(contrast({12, 200, 34}, {12, 200, 34}), 1);
  EXPECT_EQ(contrast({1, 2, 3}, {200, 100, 50}), contrast({200, 100, 50}, {1, 2, 3}));
}

TEST(ToneColours, EveryPairIsReadable) {
  for (const Tone tone : kTones) {
    const ToneColours colours = colours_of(tone);
    const auto what = static_cast<int>(tone);
    EXPECT_GE(contrast(colours.text, colours.background), 4.5) << what;
    EXPECT_GE(contrast(colours.advice, colours.background), 4.5) << what;
    EXPECT_GE(contrast(colours.sign, colours.background), 4.5) << what;
    EXPECT_GE(contrast(colours.symbol, tone == Tone::kWait ? colours.background : colours.sign), 4.5) << what;
  }
}

}  // namespace
}  // namespace gate
