#include "gate_io/gpiod_gate_io.h"

#include <gmock/gmock.h>

#include "fakes/fake_gpio_board.h"

namespace gate {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using Active = GateLine::Active;
using Wire = FakeGpioBoard::Wire;

class GpiodGateIoTest : public testing::Test {
 protected:
  GpiodGateIoTest() {
    lines_.of(GateOutput::kLockRelease) = GateLine{.line = "lock"};
    lines_.of(GateOutput::kRedLamp) = GateLine{.line = "red", .active = Active::kLow};
    lines_.of(GateInput::kPassage) = GateLine{.line = "passage"};
    // A closed loop holds the wire low; cut, it is pulled high: a broken cable is an alarm.
    lines_.of(GateInput::kFireAlarm) = GateLine{.line = "fire", .bias = GateLine::Bias::kPullUp};
    lines_.of(GateInput::kStaffButton) = GateLine{.line = "button", .active = Active::kLow, .debounce = 20ms};
    board_.drive("button", Wire::kHigh);
  }

  std::unique_ptr<GpiodGateIo> open() {
    auto io = GpiodGateIo::open(lines_, clock_, board_.opener(), [this](auto by) { clock_.advance(by); });
    if (!io) throw std::runtime_error(io.error().message);
    return std::move(*io);
  }

  FakeClock clock_;
  FakeGpioBoard board_{clock_};
  GateLines lines_;
};

TEST_F(GpiodGateIoTest, OutputsNeverPulseFromRequestToRelease) {
  {
    const auto io = open();
    EXPECT_THAT(board_.history("lock"), ElementsAre(Wire::kUndriven, Wire::kLow));
    EXPECT_THAT(board_.history("red"), ElementsAre(Wire::kUndriven, Wire::kHigh));
    ASSERT_TRUE(io->apply({.lock_release = true, .red_lamp = true}));
    ASSERT_TRUE(io->apply({.lock_release = true, .red_lamp = true}));
  }
  EXPECT_THAT(board_.history("lock"),
              ElementsAre(Wire::kUndriven, Wire::kLow, Wire::kHigh, Wire::kLow, Wire::kUndriven));
  EXPECT_THAT(board_.history("red"),
              ElementsAre(Wire::kUndriven, Wire::kHigh, Wire::kLow, Wire::kHigh, Wire::kUndriven));
}

TEST_F(GpiodGateIoTest, UndrivenLockIsPulledToItsLockedLevel) {
  const auto io = open();
  EXPECT_EQ(board_.bias("lock"), GateLine::Bias::kPullDown);
}

TEST_F(GpiodGateIoTest, FailedWriteIsToldAndTheOtherLinesAreStillDriven) {
  const auto io = open();
  ASSERT_TRUE(io->apply({.lock_release = true}));
  board_.failing_sets = 1;
  const auto failed = io->apply({.red_lamp = true});
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, ErrorCode::kIo);
  EXPECT_EQ(board_.history("red").back(), Wire::kLow);
  EXPECT_EQ(board_.history("lock").back(), Wire::kHigh);
  EXPECT_TRUE(io->apply({.red_lamp = true}));
  EXPECT_EQ(board_.history("lock").back(), Wire::kLow);
}

TEST_F(GpiodGateIoTest, EdgesKeepTheirTimeAndOrder) {
  const auto io = open();
  const auto start = clock_.monotonic_now();
  board_.drive("passage", Wire::kHigh);
  clock_.advance(3ms);
  board_.drive("fire", Wire::kHigh);
  clock_.advance(3ms);
  board_.drive("passage", Wire::kLow);
  clock_.advance(50ms);
  const auto events = io->wait_inputs(0ms);
  ASSERT_TRUE(events);
  ASSERT_THAT(*events, SizeIs(3));
  EXPECT_EQ((*events)[0].input, GateInput::kPassage);
  EXPECT_EQ((*events)[0].at, start);
  EXPECT_EQ((*events)[1].input, GateInput::kFireAlarm);
  EXPECT_EQ((*events)[1].at, start + 3ms);
  EXPECT_FALSE((*events)[2].active);
  EXPECT_EQ((*events)[2].at, start + 6ms);
}

TEST_F(GpiodGateIoTest, AlarmWhoseEdgeWasLostIsSeenByItsLevel) {
  const auto io = open();
  board_.drops_edges = true;
  board_.drive("fire", Wire::kHigh);
  const auto raised = io->wait_inputs(0ms);
  ASSERT_TRUE(raised);
  ASSERT_THAT(*raised, SizeIs(1));
  EXPECT_EQ(raised->front().input, GateInput::kFireAlarm);
  EXPECT_TRUE(raised->front().active);
  EXPECT_THAT(*io->wait_inputs(10ms), IsEmpty());
  board_.drive("fire", Wire::kLow);
  EXPECT_FALSE(io->wait_inputs(0ms)->front().active);
}

TEST_F(GpiodGateIoTest, BouncingButtonIsOnePressDatedWhenItSettled) {
  const auto io = open();
  for (int i = 0; i < 5; ++i) {
    board_.drive("button", Wire::kLow);
    clock_.advance(2ms);
    board_.drive("button", Wire::kHigh);
    clock_.advance(2ms);
  }
  board_.drive("button", Wire::kLow);
  const auto pressed = clock_.monotonic_now();
  EXPECT_THAT(*io->wait_inputs(5ms), IsEmpty());
  const auto events = io->wait_inputs(1s);
  ASSERT_TRUE(events);
  ASSERT_THAT(*events, SizeIs(1));
  EXPECT_TRUE(events->front().active);
  EXPECT_EQ(events->front().at, pressed);
  EXPECT_EQ(clock_.monotonic_now(), pressed + 20ms);
}

TEST_F(GpiodGateIoTest, SpikeShorterThanTheDebounceIsNothing) {
  const auto io = open();
  board_.drive("button", Wire::kLow);
  clock_.advance(19ms);
  board_.drive("button", Wire::kHigh);
  EXPECT_THAT(*io->wait_inputs(1s), IsEmpty());
}

TEST_F(GpiodGateIoTest, LostChipIsFoundAgainSafeAndWithItsInputs) {
  const auto io = open();
  ASSERT_TRUE(io->apply({.lock_release = true}));
  board_.present = false;
  EXPECT_EQ(io->wait_inputs(10ms).error().code, ErrorCode::kDeviceLost);
  EXPECT_EQ(io->apply({.lock_release = true}).error().code, ErrorCode::kDeviceLost);
  board_.present = true;
  board_.drive("fire", Wire::kHigh);
  EXPECT_EQ(io->apply({}).error().code, ErrorCode::kDeviceLost) << "looked for once per second";
  clock_.advance(1s);
  const auto events = io->wait_inputs(0ms);
  ASSERT_TRUE(events) << events.error().message;
  ASSERT_THAT(*events, SizeIs(1));
  EXPECT_EQ(events->front().input, GateInput::kFireAlarm);
  EXPECT_EQ(board_.history("lock").back(), Wire::kLow);
  EXPECT_TRUE(io->apply({.lock_release = true}));
}

TEST_F(GpiodGateIoTest, WaitingWhileLostTakesItsTime) {
  const auto io = open();
  board_.present = false;
  ASSERT_FALSE(io->wait_inputs(0ms));
  const auto start = clock_.monotonic_now();
  EXPECT_FALSE(io->wait_inputs(100ms));
  EXPECT_EQ(clock_.monotonic_now(), start + 100ms);
}

TEST_F(GpiodGateIoTest, WrongWiringIsRefusedBeforeAnyLineIsTouched) {
  lines_.of(GateOutput::kLockRelease).reset();
  const auto io = GpiodGateIo::open(lines_, clock_, board_.opener());
  ASSERT_FALSE(io);
  EXPECT_EQ(io.error().code, ErrorCode::kInvalidInput);
  EXPECT_THAT(board_.history("red"), ElementsAre(Wire::kUndriven));
}

TEST(GpiodChip, MissingChipIsToldWithThoseThereAre) {
  const auto chip = open_gpiod_chip("no-such-chip");
  ASSERT_FALSE(chip);
  EXPECT_EQ(chip.error().code, ErrorCode::kNotFound) << chip.error().message;
  EXPECT_THAT(chip.error().message, HasSubstr("GPIO chip no-such-chip"));
  EXPECT_THAT(chip.error().message, HasSubstr("there"));
}

}  // namespace
}  // namespace gate
