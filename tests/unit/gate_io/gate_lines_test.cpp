#include "gate_io/gate_lines.h"

#include <gmock/gmock.h>

namespace gate {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using Active = GateLine::Active;
using Bias = GateLine::Bias;

GateLines with_lock(Active active, Bias bias, bool unlock_on_power_loss) {
  GateLines lines;
  lines.unlock_on_power_loss = unlock_on_power_loss;
  lines.of(GateOutput::kLockRelease) = GateLine{.line = "17", .active = active, .bias = bias};
  return lines;
}

struct Resting {
  Active active;
  Bias locked, released;
};

class RestingLevelTest : public testing::TestWithParam<Resting> {};

TEST_P(RestingLevelTest, UndrivenLockReleaseRestsLocked) {
  const auto& [active, locked, released] = GetParam();
  for (const bool unlock_on_power_loss : {true, false}) {
    for (const auto given : {Bias::kAsIs, locked}) {
      const auto lines = checked(with_lock(active, given, unlock_on_power_loss));
      ASSERT_TRUE(lines) << lines.error().message;
      EXPECT_EQ(lines->of(GateOutput::kLockRelease)->bias, locked);
    }
    const auto by_resistor = checked(with_lock(active, Bias::kNone, unlock_on_power_loss));
    EXPECT_EQ(by_resistor->of(GateOutput::kLockRelease)->bias, Bias::kNone);
  }
}

TEST_P(RestingLevelTest, OnlyAFailSafeSiteMayPullTheLockOpen) {
  const auto& [active, locked, released] = GetParam();
  EXPECT_EQ(checked(with_lock(active, released, true))->of(GateOutput::kLockRelease)->bias, released);
  const auto refused = checked(with_lock(active, released, false));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kInvalidInput);
  EXPECT_THAT(refused.error().message, HasSubstr("lock_release.bias"));
}

INSTANTIATE_TEST_SUITE_P(ActiveLevels, RestingLevelTest,
                         testing::Values(Resting{Active::kHigh, Bias::kPullDown, Bias::kPullUp},
                                         Resting{Active::kLow, Bias::kPullUp, Bias::kPullDown}));

TEST(GateLines, MistakesAreToldByField) {
  EXPECT_THAT(checked(GateLines{}).error().message, HasSubstr("lock_release: is missing"));
  auto lines = with_lock(Active::kHigh, Bias::kAsIs, true);
  lines.of(GateInput::kPassage) = GateLine{.line = "17"};
  EXPECT_THAT(checked(lines).error().message, HasSubstr("passage.line: 17 is used twice"));
  lines.of(GateInput::kPassage) = GateLine{.line = ""};
  EXPECT_THAT(checked(lines).error().message, HasSubstr("passage.line: give"));
  lines.of(GateInput::kPassage) = GateLine{.line = "18", .debounce = 1001ms};
  EXPECT_THAT(checked(lines).error().message, HasSubstr("passage.debounce: must be 0 to 1000 ms"));
}

}  // namespace
}  // namespace gate
