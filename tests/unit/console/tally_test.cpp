#include "console/tally.h"

#include <gtest/gtest.h>

#include "fakes/fake_clock.h"

namespace gate {
namespace {

using Json = nlohmann::json;
using namespace std::chrono_literals;

class TallyTest : public testing::Test {
 protected:
  void hear(const Json& line) { tally.count(line, clock.wall_now()); }
  void decide(const char* verdict, const char* reason, double total_ms = 12) {
    hear({{"type", "decision"},
          {"verdict", verdict},
          {"reason", reason},
          {"at", "t"},
          {"latency_ms", {{"detect", 5.0}, {"total", total_ms}}}});
  }
  void gate(const char* action, const Json& more = Json::object()) {
    Json line{{"type", "gate"}, {"action", action}, {"at", "t"}, {"state", "idle"}};
    line.update(more);
    hear(line);
  }
  FakeClock clock;
  Tally tally;
};

TEST_F(TallyTest, CountsDecisionsByVerdictAndReason) {
  decide("admit", "admitted");
  decide("refuse", "too_few_doses");
  decide("refuse", "too_few_doses");
  decide("refuse", "too_far");
  EXPECT_EQ((tally.decisions.at({"refuse", "too_few_doses"})), 2u);
  EXPECT_EQ((tally.decisions.at({"refuse", "too_far"})), 1u);
  ASSERT_EQ(tally.last_decisions.size(), 3u) << "guidance is about nobody";
  EXPECT_EQ(tally.last_decisions.front()["reason"], "too_few_doses");
  EXPECT_FALSE(tally.last_decisions.front().contains("latency_ms"));
}

TEST_F(TallyTest, LatenciesFallIntoCumulativeBuckets) {
  decide("admit", "admitted", 3);
  decide("admit", "admitted", 700);
  const LatencyHistogram& total = tally.steps.at("total");
  EXPECT_EQ(total.count, 2u);
  EXPECT_NEAR(total.sum_seconds, 0.703, 1e-9);
  EXPECT_EQ(total.at_most[0], 0u) << "1 ms";
  EXPECT_EQ(total.at_most[2], 1u) << "5 ms";
  EXPECT_EQ(total.at_most.back(), 2u) << "5 s";
  EXPECT_EQ(tally.steps.at("detect").at_most[2], 2u) << "a bound belongs to its bucket";
}

TEST_F(TallyTest, MinutesGoByAndAreForgottenAfterAnHour) {
  decide("admit", "admitted");
  clock.advance(1min);
  decide("refuse", "unknown_person");
  ASSERT_EQ(tally.minutes.size(), 2u);
  EXPECT_EQ(tally.minutes.front().admitted, 1u);
  EXPECT_EQ(tally.minutes.back().refused, 1u);
  for (int i = 0; i < 100; ++i, clock.advance(1min)) decide("admit", "admitted");
  EXPECT_EQ(tally.minutes.size(), Tally::kMinutes);
}

TEST_F(TallyTest, CountsWhatHappenedAtTheGate) {
  gate("opened", {{"cause", "staff"}});
  gate("opened", {{"cause", "decision"}});
  gate("passed");
  EXPECT_EQ(tally.openings.at("staff"), 1u);
  EXPECT_EQ(tally.happenings.at("opened"), 2u);
  EXPECT_EQ(tally.happenings.at("passed"), 1u);
}

TEST_F(TallyTest, CountsWhatWentMissing) {
  hear({{"type", "stopped"}, {"dropped_before", 3}});
  hear({{"type", "input"}, {"input", "passage"}, {"active", true}, {"audit_error", "disk full"}});
  EXPECT_EQ(tally.dropped_events, 3u);
  EXPECT_EQ(tally.audit_failures, 1u);
}

TEST_F(TallyTest, ItsMemoryIsBoundedWhateverComes) {
  for (int i = 0; i < 1000; ++i) {
    const std::string name = "n" + std::to_string(i);
    hear({{"type", "error"}, {"device", name}, {"code", "io"}, {"message", name}});
    hear({{"type", "staff_action"}, {"role", "staff"}, {"action", name}, {"result", "done"}});
    decide("refuse", name.c_str());
  }
  EXPECT_LE(tally.errors.size(), Tally::kMostNames + 1);
  EXPECT_LE(tally.staff_actions.size(), Tally::kMostNames + 1);
  EXPECT_LE(tally.decisions.size(), Tally::kMostNames + 1);
  EXPECT_EQ(tally.last_errors.size(), Tally::kLast);
  EXPECT_EQ(tally.last_errors.front()["device"], "n999");
}

TEST_F(TallyTest, LinesItDoesNotKnowChangeNothing) {
  for (const Json& line : {Json::object(), Json{{"type", 5}}, Json{{"type", "decision"}}, Json{{"type", "gate"}}})
    hear(line);
  EXPECT_TRUE(tally.openings.empty());
  EXPECT_TRUE(tally.last_actions.empty());
  EXPECT_TRUE(tally.last_errors.empty());
}

}  // namespace
}  // namespace gate
