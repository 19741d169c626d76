// From the opening of the lines until the gate thread has them: only a fire alarm releases, and it does at once.
#include "terminal/start_up_watch.h"

#include <gmock/gmock.h>

#include "gate_io/simulated_gate_io.h"

namespace gate {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

class StartUpWatchTest : public testing::Test {
 protected:
  /// Waits for something that must come; the limit only bounds a failing test.
  template <class Condition>
  bool comes(Condition condition) {
    for (int i = 0; i < 2000 && !condition(); ++i) std::this_thread::sleep_for(5ms);
    return condition();
  }
  bool released() const { return gate_->outputs().lock_release; }
  std::vector<std::pair<GateInput, bool>> handed_over() {
    std::vector<std::pair<GateInput, bool>> inputs;
    for (const GateInputEvent& event : watch_->hand_over()) inputs.emplace_back(event.input, event.active);
    return inputs;
  }

  SystemClock clock_;
  std::shared_ptr<SimulatedGate> gate_ = std::make_shared<SimulatedGate>(clock_);
  std::unique_ptr<SimulatedGateIo> gate_io_ = std::make_unique<SimulatedGateIo>(gate_);
  ScreenFeed screen_;
  std::unique_ptr<StartUpWatch> watch_ = std::make_unique<StartUpWatch>(*gate_io_, screen_);
};

TEST_F(StartUpWatchTest, AnAlarmReleasesAndIsHandedOver) {
  gate_->set_input(GateInput::kFireAlarm, true);
  EXPECT_TRUE(comes([this] { return released(); }));
  EXPECT_THAT(handed_over(), ElementsAre(std::pair(GateInput::kFireAlarm, true)));
  watch_.reset();
  EXPECT_TRUE(released()) << "the gate thread takes it over as it is";
}

TEST_F(StartUpWatchTest, TheScreenIsToldOfAnAlarmAndOfNothingElse) {
  EXPECT_FALSE(screen_.gate.take(50ms));
  gate_->set_input(GateInput::kFireAlarm, true);
  const auto told = screen_.gate.take(10s);
  ASSERT_TRUE(told);
  EXPECT_EQ(told->state, GateState::kEmergency);
}

TEST_F(StartUpWatchTest, AnAlarmThatIsOverStaysLatched) {
  gate_->set_input(GateInput::kFireAlarm, true);
  gate_->set_input(GateInput::kFireAlarm, false);
  EXPECT_TRUE(comes([this] { return released(); }));
  EXPECT_THAT(handed_over(),
              ElementsAre(std::pair(GateInput::kFireAlarm, true), std::pair(GateInput::kFireAlarm, false)));
  EXPECT_TRUE(released());
}

TEST_F(StartUpWatchTest, ABoardThatComesBackDuringAnAlarmIsReleasedAgain) {
  gate_->set_input(GateInput::kFireAlarm, true);
  EXPECT_TRUE(comes([this] { return released(); }));
  gate_->unplug();
  EXPECT_TRUE(comes([this] { return !released(); }));
  gate_->plug_in();
  EXPECT_TRUE(comes([this] { return released(); }));
}

TEST_F(StartUpWatchTest, NothingElseReleasesAndWhatIsActiveIsHandedOver) {
  gate_->set_input(GateInput::kStaffButton, true);
  gate_->set_input(GateInput::kStaffButton, false);
  gate_->set_input(GateInput::kPassage, true);
  std::this_thread::sleep_for(50ms);  // some ticks in which it might
  EXPECT_FALSE(released());
  EXPECT_THAT(handed_over(), ElementsAre(std::pair(GateInput::kPassage, true)));
  EXPECT_FALSE(released());
}

TEST_F(StartUpWatchTest, AStartThatFailsDuringAnAlarmLocksNothing) {
  gate_->set_input(GateInput::kFireAlarm, true);
  EXPECT_TRUE(comes([this] { return released(); }));
  watch_.reset();
  gate_io_.reset();
  EXPECT_TRUE(released());
}

TEST_F(StartUpWatchTest, AStartThatFailsInPeaceEndsLocked) {
  watch_.reset();
  gate_io_.reset();
  EXPECT_FALSE(released());
}

}  // namespace
}  // namespace gate
