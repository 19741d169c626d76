// A visitor without a pass is enrolled at the gate: their certificate's code and then their face before the camera,
// staff at the console, and in they go; with the built programs, over real TLS.
#include "common/iso_time.h"
#include "end_to_end/console/console_site.h"
#include "end_to_end/terminal/code_recording.h"

namespace gate {
namespace {

namespace fs = std::filesystem;

class EnrolmentAtTheGate : public testing::Test {
 protected:
  void SetUp() override { REQUIRE_MEDIA(); }

  /// Of the visitor's second dose, so long ago.
  std::string certificate(std::chrono::days ago) {
    const auto today = std::chrono::floor<std::chrono::days>(SystemClock().wall_now());
    const Immunisation dose{
        "EU/1/20/1528", "1119349007", "840539006", 2, 2, std::chrono::year_month_day{today - ago}, "XX"};
    return site.site.health
        .issue({"Test", "Visitor", "TEST", "VISITOR", "1980-01-01"}, dose, today - std::chrono::days{1},
               today + std::chrono::days{90})
        .value();
  }
  void play(const std::string& code, Shown shown) {
    ASSERT_TRUE(record_with_code(GateSite::media("cap13_edit2.mp4"), code, shown, film.path() / "film.avi"));
  }
  void delegate(int passes) {
    const std::string gatectl = GateSite::program("gatectl") + " authority ";
    const fs::path folder = site.site.folder.path();
    const Ended key = run_command(gatectl + "terminal-key --key " + (folder / "enrolment.key.pem").string() +
                                  " --out " + (folder / "terminal.pem").string());
    ASSERT_EQ(key.status, 0) << key.output;
    const auto until = std::chrono::floor<std::chrono::days>(SystemClock().wall_now()) + std::chrono::days{7};
    const Ended made = run_command(gatectl + "delegate --key " + site.site.secret.string() + " --to " +
                                   (folder / "terminal.pem").string() + " --until " + iso_time(until) + " --passes " +
                                   std::to_string(passes) + " --out " +
                                   (folder / "trust/enrolment-authorities/gate.delegation").string());
    ASSERT_EQ(made.status, 0) << made.output;
  }
  bool comes(const std::string& step) {
    return comes_true([&] { return site.state(staff)["enrolment"]["step"] == step; });
  }
  bool ask(const std::string& action) { return site.act(staff, action).status == 202; }

  TemporaryFolder film;
  ConsoleSite site{
      "cap13_edit2.mp4",
      {{"camera",
        {{"replay",
          {{"recording", (film.path() / "film.avi").string()}, {"size", {{"width", 1280}, {"height", 720}}}}}}},
       {"enrolment", {{"key", "enrolment.key.pem"}, {"code_shown_s", 5}}}}};
  std::string staff;
};

TEST_F(EnrolmentAtTheGate, FromTheCertificateToTheOpenGate) {
  play(certificate(std::chrono::days{60}), {.from = 25, .until = 100});
  delegate(3);
  site.start();
  staff = site.log_in("staff");
  EXPECT_TRUE(comes_true([&] { return site.told("decision", {{"reason", "unknown_person"}}); }));
  ASSERT_TRUE(ask("enrol_begin"));
  ASSERT_TRUE(comes("compare")) << site.state(staff)["enrolment"];
  EXPECT_EQ(site.state(staff)["enrolment"]["initial"], "V");
  EXPECT_EQ(site.state(staff)["enrolment"]["birth_year"], "1980");
  EXPECT_FALSE(site.site.ever_released());
  ASSERT_TRUE(ask("enrol_confirm"));
  ASSERT_TRUE(comes("done")) << site.state(staff)["enrolment"];
  EXPECT_EQ(site.state(staff)["enrolment"]["initial"], "");
  EXPECT_TRUE(comes_true([&] { return site.told("decision", {{"verdict", "admit"}}); })) << site.log();
  EXPECT_TRUE(comes_true([&] { return site.site.ever_released(); })) << "the gate follows the decision: " << site.log();
  EXPECT_EQ(site.state(staff)["passes"], 1);

  const auto done = site.events("enrolment");
  const auto issued = std::ranges::find(done, "done", [](const Json& event) { return event["step"]; });
  ASSERT_NE(issued, done.end());
  EXPECT_TRUE(site.told("decision", {{"verdict", "admit"}, {"pass", (*issued)["pass"]}}));
  EXPECT_TRUE(site.told("staff_action", {{"role", "staff"}, {"action", "enrol_confirm"}, {"result", "asked"}}));
  EXPECT_EQ(site.stop(), 0);
  const Ended verified =
      run_command(GateSite::program("gatectl") + " audit verify " + (site.site.folder / "audit").string());
  EXPECT_EQ(verified.status, 0) << verified.output;
  const Ended found =
      run_command("grep -rliE 'visitor|1980-01-01|\"1980\"|HC1:|GATE1:' " +
                  (site.site.folder / "events.jsonl").string() + " " + (site.site.folder / "audit").string() + " " +
                  (site.site.folder / "passes.db").string() + " " + (site.site.folder / "log.txt").string());
  EXPECT_EQ(found.status, 1) << "nothing else is kept: " << found.output;
}

TEST_F(EnrolmentAtTheGate, ACertificateThatWouldNotLetThemInIsNotBound) {
  play(certificate(std::chrono::days{3}), {});
  delegate(3);
  site.start();
  staff = site.log_in("staff");
  ASSERT_TRUE(ask("enrol_begin"));
  ASSERT_TRUE(comes("refused"));
  EXPECT_EQ(site.state(staff)["enrolment"]["reason"], "last_dose_too_recent");
  EXPECT_EQ(site.stop(), 0);
  EXPECT_FALSE(site.site.ever_released());
}

TEST_F(EnrolmentAtTheGate, WithoutADelegationNothingBegins) {
  play(certificate(std::chrono::days{60}), {});
  site.start();
  staff = site.log_in("staff");
  ASSERT_TRUE(ask("enrol_begin"));
  ASSERT_TRUE(comes("refused"));
  EXPECT_EQ(site.state(staff)["enrolment"]["reason"], "not_delegated");
  EXPECT_TRUE(fs::exists(site.site.folder / "enrolment.key.pem"))
      << "made at the start, for the organiser to delegate to";
  EXPECT_EQ(site.act(site.log_in("technician"), "enrol_begin").status, 403);
  EXPECT_EQ(site.stop(), 0);
}

TEST_F(EnrolmentAtTheGate, AVisitorBeginsByShowingACertificateWhereTheyMay) {
  play(certificate(std::chrono::days{60}), {.from = 25, .until = 100});
  delegate(3);
  site.change({{"enrolment", {{"start", "visitor"}}}, {"recognition", {{"identification", "either"}}}});
  site.start();
  staff = site.log_in("staff");
  ASSERT_TRUE(comes("compare")) << site.state(staff)["enrolment"];
  EXPECT_FALSE(site.told("decision", {{"reason", "code_without_face"}})) << "they are invited, not refused";
  ASSERT_TRUE(ask("enrol_confirm"));
  ASSERT_TRUE(comes("done")) << site.state(staff)["enrolment"];
  EXPECT_EQ(site.stop(), 0);
}

TEST_F(EnrolmentAtTheGate, WhereNoneCanBeginAVisitorIsRefusedOnceAndNobodyIsHeldUp) {
  play(certificate(std::chrono::days{60}), {});
  site.change({{"enrolment", {{"start", "visitor"}}}, {"recognition", {{"identification", "either"}}}});
  site.start();
  ASSERT_TRUE(comes_true([&] { return site.told("decision", {{"reason", "code_without_face"}}); }));
  std::this_thread::sleep_for(std::chrono::seconds{4});  // past the next decision about the same visitor
  EXPECT_EQ(site.events("enrolment"), std::vector<Json>{});
  EXPECT_EQ(site.stop(), 0);
}

TEST_F(EnrolmentAtTheGate, ADelegationIsUsedUp) {
  play(certificate(std::chrono::days{60}), {});
  delegate(1);
  site.start();
  staff = site.log_in("staff");
  ASSERT_TRUE(ask("enrol_begin"));
  ASSERT_TRUE(comes("compare"));
  ASSERT_TRUE(ask("enrol_confirm"));
  ASSERT_TRUE(comes("done"));
  ASSERT_TRUE(ask("enrol_cancel"));
  ASSERT_TRUE(comes("off"));
  ASSERT_TRUE(ask("enrol_begin"));
  ASSERT_TRUE(comes("refused"));
  EXPECT_EQ(site.state(staff)["enrolment"]["reason"], "delegation_used_up");
  EXPECT_EQ(site.stop(), 0);
}

}  // namespace
}  // namespace gate
