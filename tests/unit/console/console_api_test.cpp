#include "console/console_api.h"

#include <gmock/gmock.h>

#include "fakes/temporary_folder.h"
#include "unit/console/console_desk.h"

namespace gate {
namespace {

using namespace gate::testing;
using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string kPass(32, 'a');

class ConsoleApiTest : public ::testing::Test {
 protected:
  FakeClock clock;
  ConsoleDesk desk{clock};
};

std::string action_body(ConsoleAction action) { return Json{{"action", to_string(action)}, {"pass", kPass}}.dump(); }

// ---- who is let in -----------------------------------------------------------------------------------------------

TEST_F(ConsoleApiTest, NothingButThePageAndTheLoginAnswersWithoutASession) {
  for (const char* path : {"/api/session", "/api/state", "/api/events", "/api/nothing"})
    EXPECT_EQ(desk.ask("GET", path).status, 401) << path;
  for (const char* path : {"/api/actions", "/api/logout", "/api/state"})
    EXPECT_EQ(desk.ask("POST", path, "", action_body(ConsoleAction::kOpenOnce)).status, 401) << path;
  for (const char* cookie : {"__Host-gate=", "__Host-gate=guess", "gate=x"})
    EXPECT_EQ(desk.ask("GET", "/api/state", cookie).status, 401) << cookie;
  EXPECT_EQ(desk.ask("GET", "/metrics").status, 401);
  EXPECT_EQ(desk.ask("GET", "/").status, 200);
  EXPECT_TRUE(desk.commands.empty());
}

TEST_F(ConsoleApiTest, EveryChangeNeedsThePagesOwnOrigin) {
  const std::string cookie = desk.log_in(Role::kTechnician);
  for (const char* origin : {"", "null", "https://evil.example", "http://gate:8443"}) {
    for (const char* path : {"/api/actions", "/api/logout", "/api/login"}) {
      ConsoleRequest request = desk.request("POST", path, cookie, action_body(ConsoleAction::kOpenOnce));
      request.origin = origin;
      EXPECT_EQ(desk.api.answer(request).status, 403) << path << " from " << origin;
    }
  }
  EXPECT_TRUE(desk.commands.empty());
  EXPECT_EQ(desk.ask("GET", "/api/session", cookie).status, 200) << "nobody was logged out by it";
}

TEST_F(ConsoleApiTest, EveryActionIsRefusedToRolesThatMayNot) {
  for (const Role role : kRoles) {
    const std::string cookie = desk.log_in(role);
    for (const ConsoleAction action : kConsoleActions) {
      const int status = desk.ask("POST", "/api/actions", cookie, action_body(action)).status;
      EXPECT_EQ(status == 403, !is_allowed(role, action)) << to_string(role) << " " << to_string(action);
    }
  }
}

// ---- what it does ------------------------------------------------------------------------------------------------

TEST_F(ConsoleApiTest, AnActionReachesTheGateAndTheLogWithItsRole) {
  const std::string cookie = desk.log_in(Role::kStaff);
  EXPECT_EQ(desk.ask("POST", "/api/actions", cookie, R"({"action":"open_once"})").status, 202);
  EXPECT_EQ(desk.ask("POST", "/api/actions", cookie, R"({"action":"hold_open"})").status, 403);
  EXPECT_EQ(desk.commands, std::vector{StaffCommand::kOpenOnce});
  const auto& told = desk.told;
  ASSERT_EQ(told.size(), 3u) << Json(told);
  EXPECT_EQ(told[1]["role"], "staff");
  EXPECT_EQ(told[1]["action"], "open_once");
  EXPECT_EQ(told[1]["result"], "asked");
  EXPECT_EQ(told[2]["action"], "hold_open");
  EXPECT_EQ(told[2]["result"], "not_allowed");
}

TEST_F(ConsoleApiTest, PassesAreRevokedByTheSupervisor) {
  const std::string cookie = desk.log_in(Role::kSupervisor);
  const auto revoke = [&] { return desk.ask("POST", "/api/actions", cookie, action_body(ConsoleAction::kRevokePass)); };
  EXPECT_EQ(revoke().status, 200);
  ASSERT_EQ(desk.changed.size(), 1u);
  EXPECT_EQ(desk.changed[0], (std::pair{ConsoleAction::kRevokePass, kPass}));
  desk.store_answer = fail(ErrorCode::kNotFound, "no such pass");
  EXPECT_EQ(revoke().status, 404);
  desk.store_answer = fail(ErrorCode::kTimeout, "busy");
  EXPECT_EQ(revoke().status, 500);
  for (const char* id : {"", "aa", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "../../../../../../../../etc/x"})
    EXPECT_EQ(desk.ask("POST", "/api/actions", cookie, Json{{"action", "revoke_pass"}, {"pass", id}}.dump()).status,
              400)
        << id;
  const auto& told = desk.told;
  ASSERT_EQ(told.size(), 4u);
  EXPECT_EQ(told[1]["pass"], kPass);
  EXPECT_EQ(told[2]["result"], "not_found");
  EXPECT_EQ(told[3]["result"], "failed");
  EXPECT_EQ(desk.errors.size(), 1u) << "an unknown pass is no error";
}

TEST_F(ConsoleApiTest, StaffEnrolAndAreToldOfWhomNoMoreThanTheyCompare) {
  const std::string staff = desk.log_in(Role::kStaff);
  for (const char* action : {"enrol_begin", "enrol_confirm", "enrol_cancel", "enrol_finish"})
    EXPECT_EQ(desk.ask("POST", "/api/actions", staff, Json{{"action", action}, {"comparison", 7}}.dump()).status, 202)
        << action;
  ASSERT_EQ(desk.enrolments.size(), 4U);
  EXPECT_EQ(desk.enrolments[0].command, EnrolmentCommand::kBegin);
  EXPECT_EQ(desk.enrolments[1].command, EnrolmentCommand::kConfirm);
  EXPECT_EQ(desk.enrolments[1].comparison, 7U);
  EXPECT_EQ(desk.enrolments[2].command, EnrolmentCommand::kCancel);
  EXPECT_EQ(desk.told.back(), (Json{{"role", "staff"}, {"action", "enrol_finish"}, {"result", "asked"}}));
  for (const char* none :
       {R"({"action":"enrol_confirm"})", R"({"action":"enrol_confirm","comparison":0})",
        R"({"action":"enrol_confirm","comparison":-1})", R"({"action":"enrol_confirm","comparison":4294967303})",
        R"({"action":"enrol_confirm","comparison":"7"})"})
    EXPECT_EQ(desk.ask("POST", "/api/actions", staff, none).status, 400) << none;
  EXPECT_EQ(desk.enrolments.size(), 4U);
  EXPECT_TRUE(desk.commands.empty());

  desk.feed.see(EnrolmentState{.step = EnrolmentStep::kCompare, .initial = "E", .birth_year = "1964", .comparison = 7});
  const auto shown = [&](const std::string& to) {
    return Json::parse(desk.ask("GET", "/api/state", to).body)["enrolment"];
  };
  const auto state = [](const char* step, const char* reason, const char* initial, const char* year, int comparison) {
    return Json{
        {"step", step}, {"reason", reason}, {"initial", initial}, {"birth_year", year}, {"comparison", comparison}};
  };
  EXPECT_EQ(shown(staff), state("compare", "", "E", "1964", 7));
  const std::string technician = desk.log_in(Role::kTechnician);
  EXPECT_EQ(shown(technician), state("compare", "", "", "", 7)) << "who may not enrol need not know whom";
  EXPECT_THAT(desk.ask("GET", "/api/events", technician).body, Not(HasSubstr("1964")));
  EXPECT_THAT(desk.api.next_event(Role::kTechnician), Not(HasSubstr("1964")));
  EXPECT_THAT(desk.api.next_event(Role::kSupervisor), HasSubstr("1964"));
  desk.feed.see(EnrolmentState{.step = EnrolmentStep::kRefused, .refusal = "timed_out"});
  EXPECT_EQ(shown(staff), state("refused", "timed_out", "", "", 0));
}

TEST_F(ConsoleApiTest, WhereNobodyIsEnrolledNobodyIsOfferedIt) {
  EXPECT_THAT(desk.ask("GET", "/api/session", desk.log_in(Role::kStaff)).body, HasSubstr("enrol_begin"));
  ConsoleDesk other(clock, some_pins(), ConsoleDesk::Enrols::kNobody);
  const std::string staff = other.log_in(Role::kStaff);
  EXPECT_THAT(other.ask("GET", "/api/session", staff).body, Not(HasSubstr("enrol")));
  EXPECT_EQ(other.ask("POST", "/api/actions", staff, R"({"action":"enrol_begin"})").status, 409);
}

TEST_F(ConsoleApiTest, StaffChooseVolumeAndLanguage) {
  const std::string staff = desk.log_in(Role::kStaff);
  const auto choose = [&](const Json& body) { return desk.ask("POST", "/api/actions", staff, body.dump()).status; };
  EXPECT_EQ(choose({{"action", "set_volume"}, {"volume", 30}}), 200);
  EXPECT_EQ(desk.volume, 30);
  for (const Json& bad : {Json(101), Json(-1), Json("30"), Json(3.5), Json(nullptr)})
    EXPECT_EQ(choose({{"action", "set_volume"}, {"volume", bad}}), 400) << bad;
  EXPECT_EQ(choose({{"action", "set_volume"}}), 400);
  EXPECT_EQ(desk.volume, 30);
  EXPECT_EQ(choose({{"action", "set_language"}, {"language", "en"}}), 200);
  EXPECT_EQ(desk.first_language, "en");
  EXPECT_EQ(choose({{"action", "set_language"}, {"language", "xx"}}), 409);
  EXPECT_EQ(choose({{"action", "set_language"}}), 409);
  EXPECT_TRUE(desk.errors.empty()) << "a wrong choice is no error of the terminal's";
  desk.store_answer = fail(ErrorCode::kIo, "the disk is full");
  EXPECT_EQ(choose({{"action", "set_volume"}, {"volume", 40}}), 500);
  EXPECT_EQ(desk.errors.size(), 1U);
  EXPECT_EQ(desk.told.back(), (Json{{"role", "staff"}, {"action", "set_volume"}, {"result", "failed"}}));
}

TEST_F(ConsoleApiTest, PassesAreBroughtByTheSupervisorOneFileAtATime) {
  const std::string supervisor = desk.log_in(Role::kSupervisor);
  ConsoleRequest head = desk.request("POST", "/api/passes", supervisor);
  head.content_type = "application/octet-stream";
  const auto refusal = [&](const ConsoleRequest& request) {
    const auto upload = desk.api.upload(request);
    const auto* refused = std::get_if<ConsoleResponse>(&upload);
    return refused == nullptr ? 0 : refused->status;
  };
  EXPECT_TRUE(
      std::holds_alternative<std::monostate>(desk.api.upload(desk.request("POST", "/api/actions", supervisor))));
  for (const Role role : {Role::kStaff, Role::kTechnician}) {
    const std::string other = desk.log_in(role);
    ConsoleRequest theirs = head;
    theirs.cookie = other;
    EXPECT_EQ(refusal(theirs), 403) << to_string(role);
  }
  for (const auto& [field, wrong, status] : {std::tuple{&ConsoleRequest::cookie, "", 401},
                                             {&ConsoleRequest::origin, "https://evil.example", 403},
                                             {&ConsoleRequest::origin, "", 403},
                                             {&ConsoleRequest::content_type, "text/plain", 400},
                                             {&ConsoleRequest::method, "GET", 405}}) {
    ConsoleRequest bad = head;
    bad.*field = wrong;
    EXPECT_EQ(refusal(bad), status) << wrong;
  }
  {
    auto upload = desk.api.upload(head);
    auto& file = std::get<ConsoleUpload>(upload);
    EXPECT_EQ(refusal(head), 409) << "one at a time";
    std::ofstream(file.place) << "passes";
    const ConsoleResponse answer = file.arrived();
    EXPECT_EQ(Json::parse(answer.body), (Json{{"result", "done"}, {"taken", 3}, {"withdrawn", 2}, {"left_out", 1}}));
    EXPECT_EQ(desk.brought, "passes");
    EXPECT_EQ(desk.told.back(), (Json{{"role", "supervisor"}, {"action", "import_passes"}, {"result", "done"}}));
  }
  desk.import_answer = {.refusal = "authority_unknown", .detail = "no authority here signed it"};
  EXPECT_EQ(desk.brought_as, Brought::kPass);
  head.target = "/api/bundles";
  auto again = desk.api.upload(head);
  const ConsoleResponse refused = std::get<ConsoleUpload>(again).arrived();
  EXPECT_EQ(refused.status, 409);
  EXPECT_THAT(refused.body, HasSubstr("authority_unknown"));
  EXPECT_EQ(desk.brought_as, Brought::kBundle);
  EXPECT_EQ(desk.told.back()["result"], "refused");
  EXPECT_EQ(desk.errors.size(), 1U) << "for the technician: what was wrong with it";
}

TEST_F(ConsoleApiTest, WhatIsNotUnderstoodDoesNothing) {
  const std::string cookie = desk.log_in(Role::kTechnician);
  for (const std::string body : {"", "{", "[]", "null", "5", R"({"action":5})", R"({"action":"reboot"})",
                                 R"({"action":"open_once","action":"open_once"})", R"({"action":["open_once"]})"})
    EXPECT_EQ(desk.ask("POST", "/api/actions", cookie, body).status, 400) << body;
  EXPECT_EQ(desk.ask("POST", "/api/actions", cookie, std::string(2000, ' ')).status, 400) << "too long";
  ConsoleRequest form = desk.request("POST", "/api/actions", cookie, R"({"action":"open_once"})");
  form.content_type = "text/plain";  // what a form of another site could send
  EXPECT_EQ(desk.api.answer(form).status, 400);
  EXPECT_EQ(desk.ask("GET", "/api/actions", cookie).status, 405);
  EXPECT_EQ(desk.ask("DELETE", "/api/state", cookie).status, 405);
  EXPECT_EQ(desk.ask("POST", "/").status, 405);
  EXPECT_EQ(desk.ask("GET", "/api/nothing", cookie).status, 404);
  EXPECT_EQ(desk.ask("GET", "/etc/passwd").status, 404);
  EXPECT_TRUE(desk.commands.empty());
}

// ---- what it tells -----------------------------------------------------------------------------------------------

TEST_F(ConsoleApiTest, TheStateIsWhatEventsAndSnapshotTold) {
  const std::string cookie = desk.log_in(Role::kStaff);
  desk.feed.hear(
      {{"type", "decision"}, {"verdict", "refuse"}, {"reason", "too_few_doses"}, {"pass", kPass}, {"at", "t"}});
  desk.feed.hear({{"type", "decision"}, {"verdict", "refuse"}, {"reason", "too_far"}, {"at", "t"}});
  TerminalSnapshot snapshot;
  snapshot.state = GateState::kOpen;
  snapshot.state_since = clock.monotonic_now();
  snapshot.camera = TerminalSnapshot::Camera::kLost;
  snapshot.alarm = GateHappeningKind::kForcedPassage;
  snapshot.fire_alarm = true;
  desk.feed.see(snapshot);
  clock.advance(2500ms);
  const Json state = Json::parse(desk.ask("GET", "/api/state?x=1", cookie).body);
  EXPECT_EQ(state["gate"],
            (Json{{"state", "open"}, {"in_state_s", 2}, {"alarm", "forced_passage"}, {"fire_alarm", true}}));
  EXPECT_EQ(state["counters"]["refused"], 1) << "guidance is not counted";
  EXPECT_EQ(state["counters"]["refusals"], (Json{{"too_few_doses", 1}}));
  EXPECT_EQ(state["decisions"][0]["pass"], kPass);
  EXPECT_EQ(state["minutes"]["refused"].size(), 60u);
  EXPECT_EQ(state["minutes"]["refused"][59], 1);
  EXPECT_EQ(state["health"][0]["code"], "camera_lost");
  EXPECT_EQ(state["passes"], 2);
}

TEST_F(ConsoleApiTest, MetricsNeedTheirToken) {
  ConsoleRequest request = desk.request("GET", "/metrics");
  for (const char* wrong : {"", "Bearer ", "Bearer x", "a token of the collector", "Basic a token of the collector"}) {
    request.authorization = wrong;
    EXPECT_EQ(desk.api.answer(request).status, 401) << wrong;
  }
  request.authorization = "Bearer a token of the collector";
  const ConsoleResponse answer = desk.api.answer(request);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.type, "text/plain; version=0.0.4; charset=utf-8");
  EXPECT_THAT(answer.body, HasSubstr("gate_terminal_frames_total 7\n"));
  EXPECT_EQ(desk.ask("GET", "/metrics", desk.log_in(Role::kTechnician)).status, 401) << "a session is no token";
}

}  // namespace
}  // namespace gate
