// The technician's notice on the lamps: told while the gate is idle, and in no other state.
#include <set>

#include "access/gate_indication.h"
#include "unit/access/gate_controller_fixture.h"

namespace gate {
namespace {

/// When in one period each lamp is lit, in steps of 50 ms.
struct Shown {
  std::set<int> red, green, amber;
  bool operator==(const Shown&) const = default;
};

Shown watch(const GateSituation& situation) {
  Shown shown;
  GateSituation moment = situation;
  for (int ms = 0; ms < 1500; ms += 50) {
    moment.in_state = situation.in_state + milliseconds{ms};
    const GateOutputs outputs = indicate(moment);
    EXPECT_FALSE(outputs.lock_release);
    if (outputs.red_lamp) shown.red.insert(ms);
    if (outputs.green_lamp) shown.green.insert(ms);
    if (outputs.amber_lamp) shown.amber.insert(ms);
  }
  return shown;
}

const std::set<int> kTwoFlashes{0, 50, 100, 300, 350, 400};

TEST(GateNotice, EachKindHasItsColour) {
  const struct {
    NoticeKind notice;
    Shown shown;
  } table[] = {
      {NoticeKind::kUpdateRunning, {.red = {}, .green = {}, .amber = kTwoFlashes}},
      {NoticeKind::kUpdateInstalled, {.red = {}, .green = kTwoFlashes, .amber = {}}},
      {NoticeKind::kUpdateRefused, {.red = kTwoFlashes, .green = {}, .amber = {}}},
      {NoticeKind::kImportDone, {.red = {}, .green = kTwoFlashes, .amber = {}}},
      {NoticeKind::kImportRefused, {.red = kTwoFlashes, .green = {}, .amber = {}}},
  };
  static_assert(std::size(table) == kNoticeKinds.size());
  for (const auto& row : table) {
    EXPECT_EQ(watch({.state = GateState::kIdle, .shown = {}, .alarm = {}, .notice = row.notice}), row.shown)
        << to_string(row.notice);
    EXPECT_EQ(watch({.state = GateState::kIdle,
                     .in_state = milliseconds{4500},
                     .shown = {},
                     .alarm = {},
                     .notice = row.notice}),
              row.shown)
        << "again and again";
  }
}

TEST(GateNotice, NoOtherStateShowsIt) {
  for (const GateState state : kGateStates) {
    if (state == GateState::kIdle) continue;
    for (const NoticeKind notice : kNoticeKinds) {
      const GateSituation without{.state = state, .shown = {}, .alarm = {}, .notice = {}};
      GateSituation with = without;
      with.notice = notice;
      for (int ms = 0; ms < 3000; ms += 50) {
        with.in_state = milliseconds{ms};
        GateSituation plain = without;
        plain.in_state = with.in_state;
        ASSERT_EQ(indicate(with), indicate(plain)) << to_string(state) << " " << to_string(notice);
      }
    }
  }
}

TEST(GateNotice, AnAlarmSoundsAllTheSame) {
  EXPECT_TRUE(
      indicate({.state = GateState::kIdle, .shown = {}, .alarm = milliseconds{0}, .notice = NoticeKind::kUpdateRunning})
          .buzzer);
}

class GateNoticeTest : public GateControllerTest {};

TEST_F(GateNoticeTest, ItComesAndGoesAndTheLockStaysAsItIs) {
  send(NoticeChanged{NoticeKind::kUpdateRefused});
  EXPECT_EQ(gate_.outputs(now_), (GateOutputs{.red_lamp = true}));
  send(NoticeChanged{NoticeKind::kUpdateRunning});
  EXPECT_EQ(gate_.outputs(now_), (GateOutputs{.amber_lamp = true}));
  EXPECT_EQ(gate_.state(), GateState::kIdle);
  send(NoticeChanged{});
  EXPECT_EQ(gate_.outputs(now_), GateOutputs{});
}

TEST_F(GateNoticeTest, AVisitorIsServedAsEver) {
  send(NoticeChanged{NoticeKind::kUpdateRunning});
  send(ObservationStarted{});
  EXPECT_EQ(gate_.outputs(now_), (GateOutputs{.amber_lamp = true})) << "steady: a visitor is being looked at";
  EXPECT_EQ(gate_.outputs(now_ + milliseconds{200}), (GateOutputs{.amber_lamp = true}));
  admit();
  EXPECT_TRUE(released());
  EXPECT_TRUE(gate_.outputs(now_).green_lamp);
}

TEST_F(GateNoticeTest, FaultAndFireComeFirst) {
  send(NoticeChanged{NoticeKind::kUpdateInstalled});
  send(FaultRaised{FaultSource::kCamera});
  EXPECT_EQ(gate_.outputs(now_), (GateOutputs{.red_lamp = true, .amber_lamp = true}));
  input(GateInput::kFireAlarm, true);
  EXPECT_TRUE(released());
}

}  // namespace
}  // namespace gate
