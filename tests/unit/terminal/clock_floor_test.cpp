#include "terminal/clock_floor.h"

#include <gtest/gtest.h>

#include <fstream>

#include "fakes/temporary_folder.h"

namespace gate {
namespace {

using namespace std::chrono_literals;
const WallTime kNow = std::chrono::sys_days{std::chrono::year{2021} / 12 / 3} + 9h;

TEST(ClockFloor, TrustsAnyTimeBeforeOneIsKnown) {
  const TemporaryFolder folder;
  EXPECT_TRUE(ClockFloor::open(folder / "floor").value()->trusts(WallTime{}));
}

TEST(ClockFloor, RemembersOverARestartThatTimeHasPassed) {
  const TemporaryFolder folder;
  ASSERT_TRUE(ClockFloor::open(folder / "floor").value()->raise(kNow));
  const auto restarted = ClockFloor::open(folder / "floor").value();
  EXPECT_TRUE(restarted->trusts(kNow));
  EXPECT_TRUE(restarted->trusts(kNow - ClockFloor::kTolerance));
  EXPECT_FALSE(restarted->trusts(kNow - ClockFloor::kTolerance - 1ms));
}

TEST(ClockFloor, NeverFalls) {
  const TemporaryFolder folder;
  const auto floor = ClockFloor::open(folder / "floor").value();
  ASSERT_TRUE(floor->raise(kNow));
  ASSERT_TRUE(floor->raise(kNow - 24h));
  EXPECT_EQ(floor->floor(), kNow);
}

TEST(ClockFloor, HoldsInMemoryWhenItCannotBeWritten) {
  const TemporaryFolder folder;
  const auto floor = ClockFloor::open(folder / "missing" / "floor").value();
  EXPECT_FALSE(floor->raise(kNow));
  EXPECT_FALSE(floor->trusts(kNow - 1h));
}

TEST(ClockFloor, RefusesAFileThatHoldsNoTime) {
  const TemporaryFolder folder;
  std::ofstream(folder / "floor") << "yesterday";
  const auto floor = ClockFloor::open(folder / "floor");
  ASSERT_FALSE(floor);
  EXPECT_EQ(floor.error().code, ErrorCode::kInvalidInput);
  EXPECT_NE(floor.error().message.find((folder / "floor").string()), std::string::npos);
}

}  // namespace
}  // namespace gate
