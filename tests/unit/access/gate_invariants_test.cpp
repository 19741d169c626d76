#include <gtest/gtest.h>

#include <random>

#include "access/gate_controller.h"

namespace gate {
namespace {

using std::chrono::milliseconds;

/// Watches a controller from outside and knows only the rules: what may release the lock, and until when.
class Rules {
 public:
  explicit Rules(const GateTimings& timings) : timings_(timings) {}

  void before(const GateEvent& event, MonotonicTime now) {
    if (const auto* decision = std::get_if<Decision>(&event)) before(*decision, now);
    if (const auto* input = std::get_if<GateInputEvent>(&event)) before(*input, now);
    if (const auto* command = std::get_if<StaffCommand>(&event)) before(*command, now);
  }

  /// The latest moment at which the lock may still be released.
  bool may_be_released(MonotonicTime now) const { return fire_latched_ || held_ || now < granted_until_; }
  bool must_be_released() const { return fire_latched_; }

 private:
  void before(const Decision& decision, MonotonicTime now) {
    const bool fresh = decision.captured_at + timings_.max_decision_age >= now &&
                       decision.captured_at - timings_.max_decision_age <= now;
    if (decision.verdict == Verdict::kAdmit && fresh) grant(now);
  }

  void before(const GateInputEvent& event, MonotonicTime now) {
    if (event.input == GateInput::kFireAlarm) {
      fire_active_ = event.active;
      fire_latched_ = fire_latched_ || event.active;
    }
    const bool button = event.input == GateInput::kStaffButton || event.input == GateInput::kRequestToExit;
    if (button && event.active) grant(now);
  }

  void before(StaffCommand command, MonotonicTime now) {
    if (command == StaffCommand::kOpenOnce) grant(now);
    if (command == StaffCommand::kHoldOpen && !fire_latched_) held_ = true;
    if (command == StaffCommand::kLock && !fire_latched_) release_nothing();
    if (command == StaffCommand::kFireReset && !fire_active_ && fire_latched_) release_nothing();
  }

  void grant(MonotonicTime now) { granted_until_ = now + timings_.open + timings_.passage_limit; }
  void release_nothing() {
    fire_latched_ = false;
    held_ = false;
    granted_until_ = MonotonicTime::min();
  }

  const GateTimings timings_;
  bool fire_active_ = false;
  bool fire_latched_ = false;
  bool held_ = false;
  MonotonicTime granted_until_ = MonotonicTime::min();
};

class RandomEvents {
 public:
  explicit RandomEvents(std::uint32_t seed) : random_(seed) {}

  int below(int bound) { return std::uniform_int_distribution(0, bound - 1)(random_); }

  /// Mostly short steps, now and then one past every deadline.
  milliseconds step() { return milliseconds{below(20) == 0 ? below(12000) : below(400)}; }

  GateEvent next(MonotonicTime now) {
    switch (below(12)) {
      case 0: return ObservationStarted{};
      case 1: return ObservationEnded{};
      case 2:
      case 3: return decision(now);
      case 4:
      case 5:
      case 6: return GateInputEvent{kGateInputs.at(input()), below(2) == 0, now};
      case 7: return below(2) == 0 ? GateEvent{FaultRaised{source()}} : GateEvent{FaultCleared{source()}};
      case 8: return below(2) == 0 ? GateEvent{Tick{}} : GateEvent{command()};
      case 9: return Tick{};
      default: return RecognitionBeat{};
    }
  }

 private:
  /// Passage far more often than fire, or every sequence would be one long emergency.
  std::size_t input() {
    return below(3) != 0 ? 0 : static_cast<std::size_t>(below(static_cast<int>(kGateInputs.size())));
  }
  FaultSource source() {
    return kFaultSources.at(static_cast<std::size_t>(below(static_cast<int>(kFaultSources.size()))));
  }
  StaffCommand command() { return static_cast<StaffCommand>(below(static_cast<int>(StaffCommand::kAcknowledge) + 1)); }

  Decision decision(MonotonicTime now) {
    Decision decision;
    decision.verdict = below(2) == 0 ? Verdict::kAdmit : Verdict::kRefuse;
    decision.reason = decision.verdict == Verdict::kAdmit
                          ? Reason::kAdmitted
                          : static_cast<Reason>(1 + below(static_cast<int>(Reason::kRecoveryTooOld)));
    decision.pass = PassId{{static_cast<std::uint8_t>(below(3))}};
    decision.captured_at = now - milliseconds{below(1500) - 100};
    return decision;
  }

  std::mt19937 random_;
};

struct Seen {
  std::size_t released = 0;
  std::size_t locked = 0;
};

/// One sequence; counts what it saw, so that a test which never opens anything is noticed.
void play(std::uint32_t seed, int events, Seen& seen) {
  const GateTimings timings;
  MonotonicTime now{std::chrono::hours{1}};
  GateController gate{timings, now};
  Rules rules{timings};
  RandomEvents random{seed};
  for (int i = 0; i < events; ++i) {
    now += random.step();
    ASSERT_TRUE(!gate.outputs(now).lock_release || rules.may_be_released(now)) << "seed " << seed << " event " << i;
    const GateEvent event = random.next(now);
    rules.before(event, now);
    gate.on(event, now);
    const bool released = gate.outputs(now).lock_release;
    ASSERT_TRUE(!released || rules.may_be_released(now))
        << "released without cause; seed " << seed << " event " << i << " in " << to_string(gate.state());
    ASSERT_TRUE(released || !rules.must_be_released())
        << "locked in a fire; seed " << seed << " event " << i << " in " << to_string(gate.state());
    ASSERT_TRUE(!gate.next_deadline() || *gate.next_deadline() > now) << "a deadline that has come was left over";
    (released ? seen.released : seen.locked) += 1;
  }
}

TEST(GateInvariants, HoldOverTenThousandRandomSequences) {
  Seen seen;
  for (std::uint32_t seed = 0; seed < 10'000; ++seed) {
    play(seed, 200, seen);
    if (HasFatalFailure()) return;
  }
  EXPECT_GT(seen.released, 100'000U);
  EXPECT_GT(seen.locked, 100'000U);
}

TEST(GateInvariants, HoldOverOneVeryLongSequence) {
  Seen seen;
  play(12'345, 200'000, seen);
  EXPECT_GT(seen.released, 1000U);
}

/// Whatever came before: left alone, the gate is locked once every deadline is past, unless staff or a fire holds it.
TEST(GateInvariants, LeftAloneEveryOpeningRelocks) {
  const GateTimings timings;
  for (std::uint32_t seed = 0; seed < 1000; ++seed) {
    MonotonicTime now{std::chrono::hours{1}};
    GateController gate{timings, now};
    RandomEvents random{seed};
    for (int i = 0; i < 100; ++i) gate.on(random.next(now += random.step()), now);
    const bool kept = gate.state() == GateState::kHeld || gate.state() == GateState::kEmergency;
    const MonotonicTime end = now + timings.open + timings.passage_limit;
    ASSERT_EQ(gate.outputs(end).lock_release, kept) << "seed " << seed;
    gate.on(Tick{}, end);
    ASSERT_EQ(gate.outputs(end).lock_release, kept) << "seed " << seed;
  }
}

}  // namespace
}  // namespace gate
