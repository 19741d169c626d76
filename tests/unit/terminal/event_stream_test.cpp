#include "terminal/event_stream.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "audit/event_log.h"
#include "audit/log_verifier.h"
#include "fakes/fake_clock.h"
#include "fakes/temporary_folder.h"

namespace gate {
namespace {

using Json = nlohmann::json;

std::vector<Json> lines_of(const std::filesystem::path& file) {
  std::vector<Json> lines;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) lines.push_back(Json::parse(line));
  return lines;
}

TEST(EventStream, WritesOneObjectALine) {
  const TemporaryFolder folder;
  const FakeClock clock;
  {
    const auto events = EventStream::open((folder / "events.jsonl").string(), nullptr, clock).value();
    Decision decision;
    decision.verdict = Verdict::kRefuse;
    decision.reason = Reason::kUnknownPerson;
    decision.captured_at = clock.monotonic_now();
    decision.distance = Distance{0.71F};
    decision.comparison = Comparison::kOneToOne;
    events->decision(decision, {});
    events->error("camera", Error{ErrorCode::kDeviceLost, "gone"});
  }
  const auto lines = lines_of(folder / "events.jsonl");
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0]["type"], "decision");
  EXPECT_EQ(lines[0]["verdict"], "refuse");
  EXPECT_EQ(lines[0]["reason"], "unknown_person");
  EXPECT_DOUBLE_EQ(lines[0]["distance"].get<double>(), 0.71);
  EXPECT_EQ(lines[0]["mode"], "1:1");
  EXPECT_TRUE(lines[0]["latency_ms"].contains("total"));
  EXPECT_EQ(lines[1]["code"], "device_lost");
}

TEST(EventStream, ADecisionNamesItsRuleInTheStreamAndTheAuditLog) {
  const TemporaryFolder folder;
  const FakeClock clock;
  const auto audit = EventLog::open({folder / "audit"}, LogKey{}, clock.wall_now()).value();
  {
    const auto events = EventStream::open((folder / "events.jsonl").string(), audit.get(), clock).value();
    Decision decision;
    decision.reason = Reason::kRuleNotMet;
    decision.rule = "VR-DE-0001";
    events->decision(decision, {});
    decision.rule = "Erika Mustermann";  // no rule has such a name
    events->decision(decision, {});
  }
  const auto lines = lines_of(folder / "events.jsonl");
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0]["reason"], "rule_not_met");
  EXPECT_EQ(lines[0]["rule"], "VR-DE-0001");
  EXPECT_FALSE(lines[0].contains("audit_error"));
  EXPECT_TRUE(lines[1].contains("audit_error"));
}

TEST(EventStream, AppendsToWhatIsThere) {
  const TemporaryFolder folder;
  const FakeClock clock;
  for (int run = 0; run < 2; ++run)
    EventStream::open((folder / "events.jsonl").string(), nullptr, clock).value()->stopped();
  EXPECT_EQ(lines_of(folder / "events.jsonl").size(), 2u);
}

TEST(EventStream, AFileThatCannotBeOpenedIsNamed) {
  const FakeClock clock;
  const auto events = EventStream::open("/nowhere/events.jsonl", nullptr, clock);
  ASSERT_FALSE(events);
  EXPECT_NE(events.error().message.find("/nowhere/events.jsonl"), std::string::npos);
}

TEST(EventStream, WhatAFullDiskCannotTakeStillReachesTheAuditLog) {
  const TemporaryFolder folder;
  const FakeClock clock;
  const auto audit = EventLog::open({folder / "audit"}, LogKey{}, clock.wall_now()).value();
  {
    const auto events = EventStream::open("/dev/full", audit.get(), clock).value();
    for (int i = 0; i < 100; ++i) events->stopped();
  }
  const LogVerification log = verify_log(folder / "audit", nullptr).value();
  EXPECT_FALSE(log.fault);
  EXPECT_GE(log.lines, 100u);
  EXPECT_EQ(audit->dropped(), 0u);
}

}  // namespace
}  // namespace gate
