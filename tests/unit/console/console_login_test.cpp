// Who is let in to the console, and for how long: by its API, as a browser sees it.
#include "console/console_login.h"

#include <gmock/gmock.h>

#include "fakes/temporary_folder.h"
#include "unit/console/console_desk.h"

namespace gate {
namespace {

using namespace gate::testing;
using namespace std::chrono_literals;
using ::testing::HasSubstr;

class ConsoleLoginTest : public ::testing::Test {
 protected:
  FakeClock clock;
  ConsoleDesk desk{clock};
};

TEST_F(ConsoleLoginTest, ASessionIsACookieThatScriptsAndOtherSitesCannotSend) {
  const ConsoleResponse answer = desk.try_pin("staff", kStaffPin);
  EXPECT_THAT(answer.set_cookie, ::testing::StartsWith("__Host-gate="));
  for (const char* flag : {"; Path=/", "; Secure", "; HttpOnly", "; SameSite=Strict"})
    EXPECT_THAT(answer.set_cookie, HasSubstr(flag));
  EXPECT_EQ(Json::parse(answer.body)["actions"].size(), 9u);
}

TEST_F(ConsoleLoginTest, AWrongPinIsToldAndHeldOff) {
  for (int i = 0; i < AttemptLimiter::kFreeTries; ++i) EXPECT_EQ(desk.try_pin("staff", "999999").status, 403);
  const ConsoleResponse held = desk.try_pin("staff", kStaffPin);
  EXPECT_EQ(held.status, 429) << "the right one too";
  EXPECT_GT(held.retry_after_s, 0);
  clock.advance(std::chrono::seconds{held.retry_after_s});
  EXPECT_EQ(desk.try_pin("staff", kStaffPin).status, 200);
  EXPECT_EQ(desk.try_pin("staff", kSupervisorPin).status, 403) << "each role has its own";
  EXPECT_EQ(desk.try_pin("boss", "111111").status, 400);
  const auto& told = desk.told;
  ASSERT_EQ(told.size(), 5u);
  EXPECT_EQ(told[0]["result"], "wrong_pin");
  EXPECT_EQ(told[3]["result"], "done");
  EXPECT_EQ(Json(told).dump().find("999999"), std::string::npos) << "never a PIN";
}

TEST_F(ConsoleLoginTest, TenThousandWrongPinsAreHeldOffAndSessionsGoOn) {
  const std::string cookie = desk.log_in(Role::kStaff);
  int looked_at = 0;
  for (int i = 0; i < 10'000; ++i, clock.advance(100ms))
    if (desk.try_pin("supervisor", std::to_string(100'000 + i)).status == 403) ++looked_at;
  EXPECT_LE(looked_at, 15);
  EXPECT_EQ(desk.ask("GET", "/api/state", cookie).status, 200);
}

TEST_F(ConsoleLoginTest, APinIsLookedAtOfAPairedBrowserAlone) {
  const TemporaryFolder folder;
  std::string digits;
  ConsoleDesk paired(
      clock, some_pins(), ConsoleDesk::Enrols::kNobody,
      Pairing::open(folder.path() / "browsers.json", {clock, [&](const std::string& text) { digits = text; }}).value());
  for (int i = 0; i < 50; ++i) EXPECT_EQ(paired.try_pin("staff", "999999").status, 403);
  EXPECT_THAT(paired.try_pin("staff", kStaffPin).body, HasSubstr("not_paired"));
  for (int i = 0; i < 50; ++i) EXPECT_EQ(paired.ask("POST", "/api/pair", "", R"({"digits":"123456"})").status, 403);
  EXPECT_TRUE(paired.told.empty()) << "nobody has tried a PIN, nor digits that were there";
  EXPECT_EQ(paired.ask("POST", "/api/pair", "", "{}").status, 202);
  ASSERT_EQ(digits.size(), 6U);
  const std::string right = Json{{"digits", digits}}.dump();
  EXPECT_EQ(paired.ask("POST", "/api/pair", "", R"({"digits":"12345"})").status, 403);
  const ConsoleResponse known = paired.ask("POST", "/api/pair", "", right);
  ASSERT_EQ(known.status, 200);
  for (const char* flag : {"__Host-gate-browser=", "; Path=/", "; Secure", "; HttpOnly", "; SameSite=Strict"})
    EXPECT_THAT(known.set_cookie, HasSubstr(flag));
  EXPECT_EQ(paired.told.back(), (Json{{"role", "browser"}, {"action", "pair"}, {"result", "done"}}));
  EXPECT_EQ(paired.ask("POST", "/api/pair", "", right).status, 403) << "once";
  const std::string browser = known.set_cookie.substr(0, known.set_cookie.find(';'));
  const std::string pin = Json{{"role", "staff"}, {"pin", kStaffPin}}.dump();
  EXPECT_EQ(paired.ask("POST", "/api/login", browser, pin).status, 200);
  EXPECT_EQ(desk.ask("POST", "/api/pair", "", "{}").status, 404) << "where there is no screen";
}

TEST_F(ConsoleLoginTest, ARoleWithoutAPinCannotLogIn) {
  ConsoleDesk bare(clock, {});
  EXPECT_EQ(Json::parse(bare.try_pin("staff", "").body)["error"], "no_pin");
}

TEST_F(ConsoleLoginTest, GuessingAtOneRoleHoldsOffNoOther) {
  for (int i = 0; i < AttemptLimiter::kFreeTries; ++i) {
    EXPECT_EQ(desk.try_pin("supervisor", "999999").status, 403) << i;
    EXPECT_EQ(desk.try_pin("staff", kStaffPin).status, 200) << i;
  }
  EXPECT_EQ(desk.try_pin("supervisor", kSupervisorPin).status, 429) << "the other role's login forgets nothing";
  EXPECT_EQ(desk.try_pin("staff", kStaffPin).status, 200);
}

TEST_F(ConsoleLoginTest, LoggingOutEndsTheSession) {
  const std::string cookie = desk.log_in(Role::kStaff);
  EXPECT_THAT(desk.ask("POST", "/api/logout", cookie, "{}").set_cookie, HasSubstr("Max-Age=0"));
  EXPECT_EQ(desk.ask("GET", "/api/state", cookie).status, 401);
}

TEST_F(ConsoleLoginTest, APageThatAsksAgainAndAgainKeepsNobodyLoggedIn) {
  const std::string cookie = desk.log_in(Role::kStaff);
  for (int minute = 1; minute < 30; ++minute) {
    clock.advance(1min);
    for (const char* path : {"/api/session", "/api/state", "/api/events"})
      EXPECT_EQ(desk.ask("GET", path, cookie).status, 200) << path << " after " << minute << " min";
  }
  clock.advance(1min);
  EXPECT_EQ(desk.ask("GET", "/api/session", cookie).status, 401);
}

TEST_F(ConsoleLoginTest, ActingKeepsLoggedIn) {
  const std::string cookie = desk.log_in(Role::kStaff);
  for (int i = 0; i < 3; ++i) {
    clock.advance(29min);
    EXPECT_EQ(desk.ask("POST", "/api/actions", cookie, R"({"action":"lock"})").status, 202) << i;
  }
}

TEST_F(ConsoleLoginTest, WatchingKeepsNobodyLoggedIn) {
  const std::string cookie = desk.log_in(Role::kStaff);
  const ConsoleResponse watched = desk.ask("GET", "/api/events", cookie);
  EXPECT_EQ(watched.type, "text/event-stream");
  EXPECT_THAT(watched.body, ::testing::StartsWith("event: state\ndata: {"));
  EXPECT_THAT(watched.body, ::testing::EndsWith("}\n\n"));
  clock.advance(29min);
  EXPECT_TRUE(desk.api.watching_as(watched.watcher));
  desk.ask("GET", "/api/events", cookie);
  clock.advance(2min);
  EXPECT_FALSE(desk.api.watching_as(watched.watcher));
}

}  // namespace
}  // namespace gate
