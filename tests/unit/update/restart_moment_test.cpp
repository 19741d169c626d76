#include "update/restart_moment.h"

#include <gtest/gtest.h>

namespace gate {
namespace {

using namespace std::chrono_literals;
using Site = RestartMoment::SiteOpen;
using Wanted = RestartMoment::Wanted;

constexpr MonotonicTime kStart{1h};

std::optional<ReportedStatus> in_state(const char* state) {
  ReportedStatus status;
  status.state = state;
  return status;
}

TEST(RestartMoment, HasComeAfterAMinuteWithNobodyThereAndTheSiteClosed) {
  RestartMoment moment(Wanted::kWhenIdle);
  EXPECT_FALSE(moment.has_come(in_state("idle"), Site::kClosed, kStart));
  EXPECT_FALSE(moment.has_come(in_state("idle"), Site::kClosed, kStart + 59s));
  EXPECT_TRUE(moment.has_come(in_state("idle"), Site::kClosed, kStart + 60s));
}

TEST(RestartMoment, AVisitorBeginsTheMinuteAnew) {
  RestartMoment moment(Wanted::kWhenIdle);
  EXPECT_FALSE(moment.has_come(in_state("idle"), Site::kClosed, kStart));
  EXPECT_FALSE(moment.has_come(in_state("observing"), Site::kClosed, kStart + 50s));
  EXPECT_FALSE(moment.has_come(in_state("idle"), Site::kClosed, kStart + 60s));
  EXPECT_FALSE(moment.has_come(in_state("idle"), Site::kClosed, kStart + 119s));
  EXPECT_TRUE(moment.has_come(in_state("idle"), Site::kClosed, kStart + 120s));
}

TEST(RestartMoment, OpeningHoursAreWaitedOut) {
  RestartMoment moment(Wanted::kWhenIdle);
  for (auto after = 0h; after < 9h; ++after)
    EXPECT_FALSE(moment.has_come(in_state("idle"), Site::kOpen, kStart + after));
  EXPECT_TRUE(moment.has_come(in_state("idle"), Site::kClosed, kStart + 9h));
}

TEST(RestartMoment, AGateInFaultOrMaintenanceKeepsNobodyWaiting) {
  for (const char* state : {"fault", "maintenance"}) {
    RestartMoment moment(Wanted::kWhenIdle);
    EXPECT_FALSE(moment.has_come(in_state(state), Site::kClosed, kStart));
    EXPECT_TRUE(moment.has_come(in_state(state), Site::kClosed, kStart + 60s));
  }
}

TEST(RestartMoment, ATechniciansNowWaitsForWhoeverIsInTheGateAndForNothingElse) {
  for (const char* state : {"idle", "observing", "refused", "fault", "maintenance"})
    EXPECT_TRUE(RestartMoment(Wanted::kNow).has_come(in_state(state), Site::kOpen, kStart)) << state;
  for (const char* state : {"open", "passing", "held", "emergency", "no such state"}) {
    RestartMoment moment(Wanted::kNow);
    EXPECT_FALSE(moment.has_come(in_state(state), Site::kOpen, kStart)) << state;
    EXPECT_FALSE(moment.has_come(in_state(state), Site::kClosed, kStart + 24h)) << state;
  }
}

TEST(RestartMoment, OneThatWaitsForClosingTimeIsHurried) {
  RestartMoment moment(Wanted::kWhenIdle);
  EXPECT_FALSE(moment.has_come(in_state("idle"), Site::kOpen, kStart));
  moment.hurry();
  EXPECT_FALSE(moment.has_come(in_state("passing"), Site::kOpen, kStart + 1s));
  EXPECT_TRUE(moment.has_come(in_state("observing"), Site::kOpen, kStart + 2s));
}

TEST(RestartMoment, ATerminalThatSaysNothingIsNotWaitedForForEver) {
  RestartMoment moment(Wanted::kWhenIdle);
  EXPECT_FALSE(moment.has_come(std::nullopt, Site::kOpen, kStart));
  EXPECT_FALSE(moment.has_come(std::nullopt, Site::kOpen, kStart + 599s));
  EXPECT_TRUE(moment.has_come(std::nullopt, Site::kOpen, kStart + 600s));
}

TEST(RestartMoment, OneThatRestartsInBetweenIsNotSilent) {
  RestartMoment moment(Wanted::kWhenIdle);
  EXPECT_FALSE(moment.has_come(std::nullopt, Site::kOpen, kStart));
  EXPECT_FALSE(moment.has_come(in_state("idle"), Site::kOpen, kStart + 500s));
  EXPECT_FALSE(moment.has_come(std::nullopt, Site::kOpen, kStart + 600s));
  EXPECT_FALSE(moment.has_come(std::nullopt, Site::kOpen, kStart + 1199s));
  EXPECT_TRUE(moment.has_come(std::nullopt, Site::kOpen, kStart + 1200s));
}

}  // namespace
}  // namespace gate
