#include "console/sessions.h"

#include <gtest/gtest.h>

#include "fakes/fake_clock.h"

namespace gate {
namespace {

using namespace std::chrono_literals;

class SessionsTest : public testing::Test {
 protected:
  FakeClock clock;
  Sessions sessions{{.idle = 10min, .whole = 60min}, clock};
};

TEST_F(SessionsTest, ATokenStandsForTheRoleItWasMadeFor) {
  const std::string staff = sessions.begin(Role::kStaff);
  const std::string technician = sessions.begin(Role::kTechnician);
  EXPECT_NE(staff, technician);
  EXPECT_GE(staff.size(), 43u) << "256 bits in base64url";
  EXPECT_EQ(sessions.use(staff), Role::kStaff);
  EXPECT_EQ(sessions.use(technician), Role::kTechnician);
  EXPECT_FALSE(sessions.use(staff.substr(1)));
  EXPECT_FALSE(sessions.use(""));
}

TEST_F(SessionsTest, ItEndsWhenNobodyUsesIt) {
  const std::string token = sessions.begin(Role::kStaff);
  clock.advance(9min);
  EXPECT_TRUE(sessions.use(token));
  clock.advance(9min);
  EXPECT_TRUE(sessions.look(token));
  clock.advance(1min);
  EXPECT_FALSE(sessions.look(token)) << "looking was not using";
  EXPECT_FALSE(sessions.use(token));
  EXPECT_EQ(sessions.size(), 0u);
}

TEST_F(SessionsTest, ItEndsAfterItsWholeTimeHoweverBusy) {
  const std::string token = sessions.begin(Role::kStaff);
  for (int i = 0; i < 11; ++i) {
    clock.advance(5min);
    EXPECT_TRUE(sessions.use(token)) << i;
  }
  clock.advance(5min);
  EXPECT_FALSE(sessions.use(token));
}

TEST_F(SessionsTest, LoggingOutEndsItAtOnce) {
  const std::string token = sessions.begin(Role::kStaff);
  sessions.end(token);
  EXPECT_FALSE(sessions.look(token));
}

TEST_F(SessionsTest, WhenFullTheOneIdleLongestGivesWay) {
  const std::string first = sessions.begin(Role::kStaff);
  clock.advance(1s);
  const std::string second = sessions.begin(Role::kStaff);
  for (std::size_t i = 0; i + 1 < Sessions::kMost; ++i) {
    clock.advance(1s);
    sessions.begin(Role::kSupervisor);
  }
  EXPECT_EQ(sessions.size(), Sessions::kMost);
  EXPECT_FALSE(sessions.look(first));
  EXPECT_TRUE(sessions.look(second));
}

}  // namespace
}  // namespace gate
