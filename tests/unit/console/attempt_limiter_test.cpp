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
    limiter.failed("192.0.2.1", Role::kStaff);
    EXPECT_EQ(limiter.hold_off("192.0.2.1", Role::kStaff).count(), 0) << i;
  }
  limiter.failed("192.0.2.1", Role::kStaff);
  EXPECT_GT(limiter.hold_off("192.0.2.1", Role::kStaff).count(), 0);
  EXPECT_EQ(limiter.hold_off("192.0.2.2", Role::kStaff).count(), 0) << "somebody else is not held off by it";
}

TEST(AttemptLimiter, EveryWrongTryDoublesTheWait) {
  FakeClock clock;
  AttemptLimiter limiter(clock);
  for (int i = 0; i < AttemptLimiter::kFreeTries; ++i) limiter.failed("a", Role::kStaff);
  const seconds first = limiter.hold_off("a", Role::kStaff);
  clock.advance(first);
  EXPECT_EQ(limiter.hold_off("a", Role::kStaff).count(), 0);
  limiter.failed("a", Role::kStaff);
  EXPECT_EQ(limiter.hold_off("a", Role::kStaff), 2 * first);
}

TEST(AttemptLimiter, TenThousandWrongPinsAreHeldOff) {
  FakeClock clock;
  AttemptLimiter limiter(clock);
  int looked_at = 0;
  for (int second = 0; second < 10'000; ++second, clock.advance(seconds{1})) {
    if (limiter.hold_off("192.0.2.1", Role::kStaff).count() > 0) continue;
    limiter.failed("192.0.2.1", Role::kStaff);
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
    if (limiter.hold_off(address, Role::kStaff).count() > 0) continue;
    limiter.failed(address, Role::kStaff);
    ++looked_at;
  }
  EXPECT_LE(looked_at, 60) << "of 10,000 tries, each from an address of its own";
}

/// Guesses at one role's PIN, with another's known and typed in between.
TEST(AttemptLimiter, ARightPinOfOneRoleHelpsGuessNoOther) {
  FakeClock clock;
  AttemptLimiter limiter(clock);
  for (int i = 0; i < AttemptLimiter::kFreeTries; ++i) {
    EXPECT_EQ(limiter.hold_off("a", Role::kSupervisor).count(), 0) << i;
    limiter.failed("a", Role::kSupervisor);
    limiter.succeeded("a", Role::kStaff);
  }
  EXPECT_GT(limiter.hold_off("a", Role::kSupervisor).count(), 0);
  EXPECT_EQ(limiter.hold_off("a", Role::kStaff).count(), 0) << "who mistypes one may go on with the other";
}

TEST(AttemptLimiter, ADaysTypingErrorsHoldOffNobody) {
  FakeClock clock;
  AttemptLimiter limiter(clock);
  for (int i = 0; i < 24 * 4; ++i, clock.advance(AttemptLimiter::kForgetOneEvery - seconds{30})) {
    limiter.failed("phone " + std::to_string(i % 5), kRoles[static_cast<std::size_t>(i) % kRoles.size()]);
    for (const Role role : kRoles) EXPECT_EQ(limiter.hold_off("somebody else", role).count(), 0) << i;
  }
}

/// A flood of them may fill the counts; once it is over a night forgets it.
TEST(AttemptLimiter, ANightForgetsAnyAttack) {
  FakeClock clock;
  AttemptLimiter limiter(clock);
  for (int i = 0; i < 1000; ++i) limiter.failed("a", Role::kStaff);
  clock.advance(AttemptLimiter::kForgetOneEvery * AttemptLimiter::kCountedAtMost);
  for (int i = 1; i < AttemptLimiter::kFreeTries; ++i) limiter.failed("a", Role::kStaff);
  EXPECT_EQ(limiter.hold_off("a", Role::kStaff).count(), 0);
}

TEST(AttemptLimiter, ARightPinForgetsTheAddressAndQuietForgetsTheRest) {
  FakeClock clock;
  AttemptLimiter limiter(clock);
  for (int i = 0; i < AttemptLimiter::kFreeTries; ++i) limiter.failed("a", Role::kStaff);
  limiter.succeeded("a", Role::kStaff);
  EXPECT_EQ(limiter.hold_off("a", Role::kStaff).count(), 0);
  for (int i = 0; i < AttemptLimiter::kFreeTriesOfAll; ++i) limiter.failed("b" + std::to_string(i), Role::kStaff);
  EXPECT_GT(limiter.hold_off("c", Role::kStaff).count(), 0);
  clock.advance(AttemptLimiter::kForgetOneEvery * 20);
  EXPECT_EQ(limiter.hold_off("c", Role::kStaff).count(), 0);
  limiter.failed("c", Role::kStaff);
  EXPECT_EQ(limiter.hold_off("c", Role::kStaff).count(), 0);
}

}  // namespace
}  // namespace gate
