#include "update/after_boot.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <ctime>

#include "unit/update/scripted_rauc.h"
#include "unit/update/status_fixture.h"

namespace gate {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using Outcome = AfterBoot::Outcome;

/// A device that has just started: version 1.3.0 in slot B, unless a test says otherwise.
class AfterBootTest : public StatusFixture {
 protected:
  AfterBootTest() { device_.status("B", "1.2.0"); }

  /// Runs to the decision; each second the terminal does what `second` says.
  Result<Outcome> confirm(const std::function<void(std::chrono::seconds)>& second) {
    const MonotonicTime begun = clock_.monotonic_now();
    const Pause pause = [&](std::chrono::nanoseconds by) {
      clock_.advance(by);
      took_ = std::chrono::floor<std::chrono::seconds>(clock_.monotonic_now() - begun);
      if (took_ > 24h) throw std::runtime_error("waits for ever");
      second(took_);
    };
    return AfterBoot({rauc_, update_, watch_, clock_, "this run", pause}, SemanticVersion::parse("1.3.0").value())
        .confirm();
  }
  void put_on_trial() { ASSERT_TRUE(update_.write_pending({"1.3.0", "B", clock_.wall_now(), "the run before"})); }
  std::ptrdiff_t marked(const char* how) const { return device_.runner.count({"rauc", "status", how, "booted"}); }
  SemanticVersion floor() const { return update_.floor(SemanticVersion::parse("0.0.1").value()); }

  ScriptedRauc device_;
  Rauc rauc_{device_.runner, "/keyring.pem"};
  UpdateFolder update_ = UpdateFolder::open(folder_ / "update").value();
  std::chrono::seconds took_{};
};

TEST_F(AfterBootTest, AnUpdateThatWorksIsConfirmedAndRaisesTheFloor) {
  put_on_trial();
  EXPECT_EQ(confirm([&](auto) { report(); }), Outcome::kConfirmed);
  EXPECT_EQ(marked("mark-good"), 1);
  EXPECT_EQ(marked("mark-bad"), 0);
  EXPECT_EQ(floor().text(), "1.3.0");
  EXPECT_FALSE(update_.pending());
  EXPECT_THAT(update_.news(), HasSubstr("1.3.0 started and passed"));
}

TEST_F(AfterBootTest, AllMustBeGoodTogetherForTenSeconds) {
  put_on_trial();
  const auto flickering = [&](std::chrono::seconds at) {
    const bool dark = at.count() % 9 == 0 && at < 100s;  // never ten seconds in a row, until 100
    report({{"camera", dark ? "lost" : "good"}});
  };
  EXPECT_EQ(confirm(flickering), Outcome::kConfirmed);
  EXPECT_GE(took_, 100s);
}

TEST_F(AfterBootTest, OneThatDoesNotWorkInThreeMinutesIsMarkedBad) {
  for (const char* part : {"camera", "gate_io", "recognition"}) {
    device_.runner.ran.clear();
    put_on_trial();
    EXPECT_EQ(confirm([&](auto) { report({{part, "silent"}}); }), Outcome::kFallBack) << part;
    EXPECT_EQ(took_, 180s);
    EXPECT_EQ(marked("mark-bad"), 1);
    EXPECT_EQ(marked("mark-good"), 0);
    EXPECT_FALSE(update_.pending());
    EXPECT_THAT(update_.news(), HasSubstr("failed its self-test (" + std::string(part) + ": silent)"));
  }
  EXPECT_EQ(floor().text(), "0.0.1");
}

TEST_F(AfterBootTest, NorOneWhoseTerminalDoesNotComeUp) {
  put_on_trial();
  EXPECT_EQ(confirm([](auto) {}), Outcome::kFallBack);
  EXPECT_THAT(update_.last_report(), HasSubstr("the terminal does not report"));
}

TEST_F(AfterBootTest, WithoutATrialACameraThatIsUnpluggedIsNoReasonToGoBack) {
  EXPECT_EQ(confirm([&](auto) { report({{"camera", "lost"}, {"gate_io", "lost"}}); }), Outcome::kConfirmed);
  EXPECT_EQ(marked("mark-good"), 1);
  EXPECT_EQ(floor().text(), "1.3.0");
  EXPECT_EQ(update_.news(), "");
}

TEST_F(AfterBootTest, NorIsATerminalThatComesUpAnHourLater) {
  EXPECT_EQ(confirm([&](std::chrono::seconds at) {
              if (at > 1h) report();
            }),
            Outcome::kConfirmed);
  EXPECT_EQ(marked("mark-bad"), 0);
}

TEST_F(AfterBootTest, AnUpdateThatNeverStartedIsToldToTheNextStick) {
  ASSERT_TRUE(update_.write_pending({"1.4.0", "A", clock_.wall_now(), "the run before"}));
  EXPECT_EQ(confirm([&](auto) { report(); }), Outcome::kConfirmed);
  EXPECT_THAT(update_.news(), HasSubstr("1.4.0 did not start; version 1.3.0 in slot B goes on"));
  EXPECT_FALSE(update_.pending());
}

TEST_F(AfterBootTest, AnUpdateInstalledBeforeTheSelfTestWasDoneStillWaitsForItsRestart) {
  ASSERT_TRUE(update_.write_pending({"1.4.0", "A", clock_.wall_now(), "this run"}));
  EXPECT_EQ(confirm([&](auto) { report(); }), Outcome::kConfirmed);
  EXPECT_EQ(update_.news(), "");
  ASSERT_TRUE(update_.pending());
  EXPECT_EQ(update_.pending()->version, "1.4.0");
}

TEST_F(AfterBootTest, AnInstallationThatPowerCutOffIsTold) {
  ASSERT_TRUE(update_.write_pending({"1.4.0", "A", std::nullopt, "the run before"}));
  EXPECT_EQ(confirm([&](auto) { report(); }), Outcome::kConfirmed);
  EXPECT_THAT(update_.news(), HasSubstr("1.4.0 was not installed to its end"));
}

TEST_F(AfterBootTest, RaucsServiceIsWaitedForAMinute) {
  device_.runner.on({"rauc", "status", "--detailed"}, {.end = {1, "", "no service\n"}});
  EXPECT_FALSE(confirm([&](auto) { report(); }));
  EXPECT_EQ(took_, 60s);
  EXPECT_EQ(confirm([&](std::chrono::seconds at) {
              if (at == 30s) device_.status("B", "1.2.0");
              report();
            }),
            Outcome::kConfirmed);
}

TEST_F(AfterBootTest, ASlotThatCannotBeMarkedBadStaysOnTrial) {
  put_on_trial();
  device_.runner.on({"rauc", "status", "mark-bad"}, {.end = {1, "", "no\n"}});
  EXPECT_EQ(confirm([](auto) {}), Outcome::kFallBack);
  EXPECT_TRUE(update_.pending()) << "the next start tries again, until the boot loader gives up";
}

class WaitForRestartTest : public StatusFixture {
 protected:
  ~WaitForRestartTest() override {
    ::unsetenv("TZ");
    ::tzset();
  }
};

TEST_F(WaitForRestartTest, WaitsForClosingTimeInTheSitesTimeZone) {
  ::setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
  ::tzset();
  const std::vector<OpeningHours> daily{
      {{std::chrono::Friday}, 0h, 18h}};  // the fake clock begins on a Friday, 00:00 UTC
  const WallTime begun = clock_.wall_now();
  report();
  wait_for_restart(RestartMoment(RestartMoment::Wanted::kWhenIdle), daily, watch_, clock_, [&](auto by) {
    clock_.advance(by);
    report();
  });
  EXPECT_EQ(std::chrono::floor<std::chrono::minutes>(clock_.wall_now()),
            std::chrono::floor<std::chrono::days>(begun) + 17h);
}

TEST_F(WaitForRestartTest, StaffWhoAskMeanwhileAreNotKeptWaitingForClosingTime) {
  std::vector<OpeningHours> always;
  for (unsigned day = 0; day < 7; ++day) always.push_back({{std::chrono::weekday(day)}, 0h, 24h});
  const MonotonicTime begun = clock_.monotonic_now();
  const char* state = "idle";
  const auto goes_on = [&](auto by) {
    clock_.advance(by);
    const auto waited = clock_.monotonic_now() - begun;
    if (waited > 90s) state = "held";
    if (waited > 120s) state = "observing";
    if (waited > 180s) throw std::runtime_error("waits for ever");
    report({{"state", state}});
  };
  const auto asked = [&] { return clock_.monotonic_now() - begun > 100s; };
  report();
  wait_for_restart(RestartMoment(RestartMoment::Wanted::kWhenIdle), always, watch_, clock_, goes_on, asked);
  EXPECT_EQ(std::string(state), "observing") << "not while it was held open";
  EXPECT_EQ(clock_.monotonic_now() - begun, 121s);
}

TEST_F(WaitForRestartTest, LocalTimeFollowsDaylightSaving) {
  ::setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
  ::tzset();
  const auto at = [](int month, std::chrono::hours hour) {
    return local_time(std::chrono::sys_days{std::chrono::year{2026} / month / 1} + hour);
  };
  EXPECT_EQ(at(1, 12h).since_midnight, 13h);
  EXPECT_EQ(at(7, 12h).since_midnight, 14h);
  EXPECT_EQ(at(1, 23h).day, std::chrono::Friday);
}

}  // namespace
}  // namespace gate
