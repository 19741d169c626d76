#include "console/metrics_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <set>
#include <sstream>

namespace gate {
namespace {

using testing::HasSubstr;

TerminalView busy_terminal() {
  TerminalView view;
  view.tally.version = "1.2.3";
  view.tally.decisions = {{{"admit", "admitted"}, 3}, {{"refuse", "too_few_doses"}, 2}};
  view.tally.steps["total"].add(0.02);
  view.tally.steps["detect"].add(0.004);
  view.tally.openings = {{"decision", 3}, {"staff", 1}};
  view.tally.errors = {{"strange\"device\\\n", 1}};
  view.snapshot.state = GateState::kOpen;
  view.snapshot.alarm = GateHappeningKind::kTailGating;
  view.facts.trust_ages = {{"eu_dcc_signers", std::chrono::days{2}, false, false}};
  view.facts.frames = 1234;
  view.temperatures_c = {{"thermal_zone0", 48.5}};
  return view;
}

TEST(MetricsText, SaysWhatTheTerminalCounts) {
  const std::string text = metrics_text(busy_terminal());
  for (const char* line :
       {"gate_terminal_info{version=\"1.2.3\"} 1\n",
        "gate_terminal_decisions_total{verdict=\"refuse\",reason=\"too_few_doses\"} 2\n",
        "gate_terminal_decision_latency_seconds_bucket{le=\"0.025\"} 1\n",
        "gate_terminal_decision_latency_seconds_bucket{le=\"+Inf\"} 1\n",
        "gate_terminal_decision_latency_seconds_sum 0.02\n",
        "gate_terminal_decision_step_seconds_count{step=\"detect\"} 1\n",
        "gate_terminal_gate_state{state=\"open\"} 1\n", "gate_terminal_gate_state{state=\"idle\"} 0\n",
        "gate_terminal_alarm 1\n", "gate_terminal_openings_total{cause=\"staff\"} 1\n",
        "gate_terminal_trust_list_age_seconds{kind=\"eu_dcc_signers\"} 172800\n", "gate_terminal_frames_total 1234\n",
        "gate_terminal_temperature_celsius{zone=\"thermal_zone0\"} 48.5\n"})
    EXPECT_THAT(text, HasSubstr(line));
}

TEST(MetricsText, LabelsAreEscaped) {
  EXPECT_THAT(metrics_text(busy_terminal()),
              HasSubstr(R"(gate_terminal_errors_total{device="strange\"device\\\n"} 1)"));
}

/// The exposition format's own grammar, line by line: HELP, TYPE, then samples of that family, each family once.
TEST(MetricsText, EveryLineIsOfTheFormat) {
  const std::regex sample(
      R"re(([a-zA-Z_:][a-zA-Z0-9_:]*)(\{[a-z_]+="([^"\\\n]|\\.)*"(,[a-z_]+="([^"\\\n]|\\.)*")*\})? (-?[0-9.e+-]+))re");
  const std::regex head(R"(# (HELP|TYPE) (gate_terminal_[a-z_]+) (.+))");
  std::istringstream text(metrics_text(busy_terminal()));
  std::set<std::string> families;
  std::string family;
  std::smatch match;
  for (std::string line; std::getline(text, line);) {
    if (std::regex_match(line, match, head)) {
      if (match[1] == "HELP") {
        EXPECT_TRUE(families.insert(family = match[2]).second) << line;
      }
      if (match[1] == "TYPE") {
        EXPECT_EQ(match[2], family);
      }
      if (match[3] == "counter") {
        EXPECT_TRUE(family.ends_with("_total")) << family;
      }
      continue;
    }
    ASSERT_TRUE(std::regex_match(line, match, sample)) << line;
    EXPECT_TRUE(match[1].str().starts_with(family)) << line;
  }
  EXPECT_GE(families.size(), 20u);
}

}  // namespace
}  // namespace gate
