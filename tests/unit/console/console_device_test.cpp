// The device at the console: who sees it, and who has it restarted.
#include <gmock/gmock.h>

#include "unit/console/console_desk.h"

namespace gate {
namespace {

using namespace gate::testing;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kRestart = R"({"action":"restart"})";

class ConsoleDeviceTest : public ::testing::Test {
 protected:
  Json shown(Role role) { return Json::parse(desk.ask("GET", "/api/state", desk.log_in(role)).body)["device"]; }

  FakeClock clock;
  ConsoleDesk desk{clock};
};

TEST_F(ConsoleDeviceTest, SupervisorAndTechnicianAskForARestartAndTheLogSaysWho) {
  for (const Role role : {Role::kSupervisor, Role::kTechnician}) {
    const ConsoleResponse answer = desk.ask("POST", "/api/actions", desk.log_in(role), kRestart);
    EXPECT_EQ(answer.status, 202);
    EXPECT_EQ(answer.body, R"({"result":"asked"})");
    EXPECT_EQ(desk.told.back(), (Json{{"role", to_string(role)}, {"action", "restart"}, {"result", "asked"}}));
  }
  EXPECT_EQ(desk.restarts_asked, 2);
  EXPECT_TRUE(desk.commands.empty()) << "the gate is told nothing";
}

TEST_F(ConsoleDeviceTest, StaffDoNot) {
  EXPECT_EQ(desk.ask("POST", "/api/actions", desk.log_in(Role::kStaff), kRestart).status, 403);
  EXPECT_EQ(desk.told.back(), (Json{{"role", "staff"}, {"action", "restart"}, {"result", "not_allowed"}}));
  EXPECT_EQ(desk.ask("POST", "/api/actions", "", kRestart).status, 401);
  ConsoleRequest foreign = desk.request("POST", "/api/actions", "", kRestart);
  const std::string technician = desk.log_in(Role::kTechnician);
  foreign.cookie = technician;
  foreign.origin = "https://evil.example";
  EXPECT_EQ(desk.api.answer(foreign).status, 403);
  EXPECT_EQ(desk.restarts_asked, 0);
}

TEST_F(ConsoleDeviceTest, ARequestThatCannotBeWrittenIsAnError) {
  desk.restart_answer = fail(ErrorCode::kIo, "/run/gate-terminal/restart-wanted: cannot be written");
  EXPECT_EQ(desk.ask("POST", "/api/actions", desk.log_in(Role::kTechnician), kRestart).status, 500);
  EXPECT_EQ(desk.told.back()["result"], "failed");
  EXPECT_EQ(desk.errors.size(), 1U);
}

TEST_F(ConsoleDeviceTest, WhereNothingWouldRestartItNobodyIsOfferedIt) {
  EXPECT_THAT(desk.ask("GET", "/api/session", desk.log_in(Role::kTechnician)).body, HasSubstr("\"restart\""));
  EXPECT_THAT(desk.ask("GET", "/api/session", desk.log_in(Role::kStaff)).body, Not(HasSubstr("\"restart\"")));
  ConsoleDesk other(clock, some_pins(), ConsoleDesk::Enrols::kNobody, std::nullopt, ConsoleDesk::Restarts::kNothing);
  const std::string technician = other.log_in(Role::kTechnician);
  EXPECT_THAT(other.ask("GET", "/api/session", technician).body, Not(HasSubstr("\"restart\"")));
  const ConsoleResponse answer = other.ask("POST", "/api/actions", technician, kRestart);
  EXPECT_EQ(answer.status, 409);
  EXPECT_THAT(answer.body, HasSubstr("no_restart"));
}

TEST_F(ConsoleDeviceTest, WhoeverMayRestartItSeesHowItIs) {
  EXPECT_EQ(shown(Role::kTechnician), Json(nullptr)) << "not the firmware image";
  desk.device = DeviceFacts{.version = "1.2.0",
                            .slot = "A",
                            .update = DeviceFacts::Update{"1.3.0", "B", UpdateStage::kWaits, clock.wall_now()},
                            .floor = "1.1.0",
                            .last_report = "gate-terminal: what became of this stick\r\n"};
  const Json whole{
      {"version", "1.2.0"},
      {"slot", "A"},
      {"restart_asked", false},
      {"update",
       {{"version", "1.3.0"}, {"slot", "B"}, {"stage", "waits"}, {"installed_at", "2021-12-03T01:00:00.000Z"}}},
      {"floor", "1.1.0"},
      {"last_report", "gate-terminal: what became of this stick\r\n"}};
  EXPECT_EQ(shown(Role::kTechnician), whole);
  EXPECT_EQ(shown(Role::kSupervisor), whole);
  EXPECT_EQ(shown(Role::kStaff), Json(nullptr));
  EXPECT_THAT(desk.api.next_event(Role::kStaff), Not(HasSubstr("1.3.0")));
  EXPECT_THAT(desk.api.next_event(Role::kSupervisor), HasSubstr("1.3.0"));

  desk.device->update = DeviceFacts::Update{.version = "1.3.0", .slot = "B", .stage = UpdateStage::kCutOff};
  desk.device->last_report = "\xff";  // whatever the disk made of it
  EXPECT_EQ(shown(Role::kTechnician)["update"]["installed_at"], Json(nullptr));
}

}  // namespace
}  // namespace gate
