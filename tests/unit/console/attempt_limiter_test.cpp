#include "console/attempt_limiter.h"

#include <gtest/gtest.h>

#include "fakes/fake_clock.h"

namespace gate {
namespace {

using std::chrono::seconds;

TEST(AttemptLimiter, AFewWrongTriesAreFree) {
  FakeClock clock;
  AttemptLimiter limiter(clock);
  for (int i = 1; i < AttemptLimiter::kFreeTries; ++i) {
    limiter.failed("192.0.2.1");
    EXPECT_EQ(limiter.hold_off("192.0.2.1").count(), 0) << i;
  }
  limiter.failed("192.0.2.1");
  EXPECT_GT(limiter.hold_off("192.0.2.1").count(), 0);
  EXPECT_EQ(limiter.hold_off("192.0.2.2").count(), 0) << "somebody else is not held off by it";
}

TEST(AttemptLimiter, EveryWrongTryDoublesTheWait) {
  FakeClock clock;
  AttemptLimiter limiter(clock);
  for (int i = 0; i < AttemptLimiter::kFreeTries; ++i) limiter.failed("a");
  const seconds first = limiter.hold_off("a");
  clock.advance(first);
  EXPECT_EQ(limiter.hold_off("a").count(), 0);
  limiter.failed("a");
  EXPECT_EQ(limiter.hold_off("a"), 2 * first);
}

TEST(AttemptLimiter, TenThousandWrongPinsAreHeldOff) {
  FakeClock clock;
  AttemptLimiter limiter(clock);
  int looked_at = 0;
  for (int second = 0; second < 10'000; ++second, clock.advance(seconds{1})) {
    if (limiter.hold_off("192.0.2.1").count() > 0) continue;
    limiter.failed("192.0.2.1");
    ++looked_at;
  }
  EXPECT_LE(looked_at, 25) << "of 10,000 tries in 2.8 hours";
}

TEST(AttemptLimiter, ManyAddressesTogetherAreHeldOffToo) {
  FakeClock clock;
  AttemptLimiter limiter(clock);
  int looked_at = 0;
  for (int i = 0; i < 10'000; ++i, clock.advance(seconds{1})) {
    const std::string address = "10.0." + std::to_string(i / 250) + "." + std::to_string(i % 250);
    if (limiter.hold_off(address).count() > 0) continue;
    limiter.failed(address);
    ++looked_at;
  }
  EXPECT_LE(looked_at, 60) << "of 10,000 tries, each from an address of its own";
}

TEST(AttemptLimiter, ARightPinForgetsTheAddressAndQuietForgetsTheRest) {
  FakeClock clock;
  AttemptLimiter limiter(clock);
  for (int i = 0; i < AttemptLimiter::kFreeTries; ++i) limiter.failed("a");
  limiter.succeeded("a");
  EXPECT_EQ(limiter.hold_off("a").count(), 0);
  for (int i = 0; i < AttemptLimiter::kFreeTriesOfAll; ++i) limiter.failed("b" + std::to_string(i));
  EXPECT_GT(limiter.hold_off("c").count(), 0);
  clock.advance(AttemptLimiter::kForgetOneEvery * 20);
  EXPECT_EQ(limiter.hold_off("c").count(), 0);
  limiter.failed("c");
  EXPECT_EQ(limiter.hold_off("c").count(), 0);
}

}  // namespace
}  // namespace gate
