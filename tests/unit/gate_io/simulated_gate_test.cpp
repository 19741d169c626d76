#include <gmock/gmock.h>

#include <thread>

#include "fakes/fake_clock.h"
#include "gate_io/simulated_gate_io.h"

namespace gate {
namespace {

using namespace std::chrono_literals;
using testing::IsEmpty;
using testing::SizeIs;

constexpr GateOutputs kOpen{.lock_release = true, .green_lamp = true};

class SimulatedGateTest : public testing::Test {
 protected:
  std::shared_ptr<SimulatedGate> make_gate(std::vector<ScriptedInput> script = {}) {
    return std::make_shared<SimulatedGate>(clock_, std::move(script), [this](auto by) { clock_.advance(by); });
  }

  FakeClock clock_;
};

TEST_F(SimulatedGateTest, TimelineHoldsChangesWithTheirTimeAndEndsSafe) {
  const auto gate = make_gate();
  const auto start = clock_.monotonic_now();
  {
    SimulatedGateIo io(gate);
    ASSERT_TRUE(io.apply(kOpen));
    clock_.advance(5ms);
    ASSERT_TRUE(io.apply(kOpen));
    clock_.advance(5ms);
  }
  const auto timeline = gate->timeline();
  ASSERT_THAT(timeline, SizeIs(2));
  EXPECT_EQ(timeline[0].outputs, kOpen);
  EXPECT_EQ(timeline[0].at, start);
  EXPECT_EQ(timeline[1].outputs, GateOutputs{});
  EXPECT_EQ(timeline[1].at, start + 10ms);
}

TEST_F(SimulatedGateTest, ScriptedVisitorWalksThroughAfterTheRelease) {
  const auto gate = make_gate({{GateOutput::kLockRelease, GateInput::kPassage, 400ms, 600ms}});
  SimulatedGateIo io(gate);
  const auto released = clock_.monotonic_now();
  ASSERT_TRUE(io.apply(kOpen));
  const auto enters = io.wait_inputs(10s);
  ASSERT_TRUE(enters);
  ASSERT_THAT(*enters, SizeIs(1));
  EXPECT_TRUE(enters->front().active);
  EXPECT_EQ(enters->front().at, released + 400ms);
  // Locking behind a visitor who is in the passage does not make him vanish.
  ASSERT_TRUE(io.apply({}));
  const auto leaves = io.wait_inputs(10s);
  ASSERT_TRUE(leaves);
  ASSERT_THAT(*leaves, SizeIs(1));
  EXPECT_FALSE(leaves->front().active);
  EXPECT_EQ(leaves->front().at, released + 1s);
  EXPECT_EQ(clock_.monotonic_now(), released + 1s);
}

TEST_F(SimulatedGateTest, ScriptedVisitorStaysOutsideWhenLockedInTime) {
  const auto gate = make_gate({{GateOutput::kLockRelease, GateInput::kPassage, 400ms, 600ms}});
  SimulatedGateIo io(gate);
  ASSERT_TRUE(io.apply(kOpen));
  clock_.advance(399ms);
  ASSERT_TRUE(io.apply({}));
  const auto events = io.wait_inputs(10s);
  ASSERT_TRUE(events);
  EXPECT_THAT(*events, IsEmpty());
}

TEST_F(SimulatedGateTest, LateReaderSeesScriptedEdgesInOrderWithTheirOwnTimes) {
  const auto gate = make_gate({{GateOutput::kLockRelease, GateInput::kPassage, 400ms, 600ms},
                               {GateOutput::kGreenLamp, GateInput::kStaffButton, 500ms, 10ms}});
  SimulatedGateIo io(gate);
  const auto released = clock_.monotonic_now();
  ASSERT_TRUE(io.apply(kOpen));
  clock_.advance(5s);
  const auto events = io.wait_inputs(0ms);
  ASSERT_TRUE(events);
  std::vector<std::chrono::nanoseconds> times;
  for (const auto& event : *events) times.push_back(event.at - released);
  EXPECT_THAT(times, testing::ElementsAre(400ms, 500ms, 510ms, 1s));
}

TEST_F(SimulatedGateTest, FailsAsOftenAsToldAndChangesNothing) {
  const auto gate = make_gate();
  SimulatedGateIo io(gate);
  gate->fail_applies(2);
  EXPECT_EQ(io.apply(kOpen).error().code, ErrorCode::kIo);
  EXPECT_EQ(io.apply(kOpen).error().code, ErrorCode::kIo);
  EXPECT_EQ(gate->outputs(), GateOutputs{});
  EXPECT_TRUE(io.apply(kOpen));
  gate->fail_applies(SimulatedGate::kAll);
  for (int i = 0; i < 10; ++i) EXPECT_FALSE(io.apply({}));
  EXPECT_EQ(gate->outputs(), kOpen);
  gate->fail_applies(0);
  EXPECT_TRUE(io.apply({}));
}

TEST_F(SimulatedGateTest, UnpluggedGateIsLostAndDark) {
  const auto gate = make_gate();
  SimulatedGateIo io(gate);
  ASSERT_TRUE(io.apply(kOpen));
  gate->unplug();
  EXPECT_EQ(gate->outputs(), GateOutputs{});
  EXPECT_EQ(io.apply(kOpen).error().code, ErrorCode::kDeviceLost);
  EXPECT_EQ(io.wait_inputs(1s).error().code, ErrorCode::kDeviceLost);
  gate->plug_in();
  EXPECT_TRUE(io.apply(kOpen));
  EXPECT_TRUE(io.wait_inputs(0ms));
}

TEST_F(SimulatedGateTest, ReopeningReportsInputsThatAreActiveAlready) {
  const auto gate = make_gate();
  gate->set_input(GateInput::kFireAlarm, true);
  for (int run = 0; run < 2; ++run) {
    SimulatedGateIo io(gate);
    const auto events = io.wait_inputs(0ms);
    ASSERT_TRUE(events);
    ASSERT_THAT(*events, SizeIs(1));
    EXPECT_EQ(events->front().input, GateInput::kFireAlarm);
    EXPECT_TRUE(events->front().active);
    EXPECT_THAT(*io.wait_inputs(0ms), IsEmpty());
  }
}

TEST_F(SimulatedGateTest, StandingClockWithoutPauseReturns) {
  const auto gate = std::make_shared<SimulatedGate>(clock_);
  SimulatedGateIo io(gate);
  EXPECT_THAT(*io.wait_inputs(1ms), IsEmpty());
}

TEST_F(SimulatedGateTest, InputFromAnotherThreadEndsTheWait) {
  const SystemClock clock;
  const auto gate = std::make_shared<SimulatedGate>(clock);
  SimulatedGateIo io(gate);
  std::jthread staff([&] { gate->set_input(GateInput::kStaffButton, true); });
  const auto events = io.wait_inputs(60s);
  ASSERT_TRUE(events);
  ASSERT_THAT(*events, SizeIs(1));
  EXPECT_EQ(events->front().input, GateInput::kStaffButton);
}

}  // namespace
}  // namespace gate
