#include "update/reported_status.h"

#include <sys/wait.h>

#include "unit/update/status_fixture.h"

namespace gate {
namespace {

using namespace std::chrono_literals;

class StatusWatchTest : public StatusFixture {};

TEST_F(StatusWatchTest, AStatusCountsWhileItIsRenewed) {
  EXPECT_FALSE(look());
  report();
  ASSERT_TRUE(look());
  EXPECT_EQ(look()->state, "idle");
  EXPECT_EQ(look()->camera, "good");
  clock_.advance(6s);
  EXPECT_TRUE(look());
  clock_.advance(1ms);
  EXPECT_FALSE(look()) << "not renewed";
  report();
  EXPECT_TRUE(look());
}

TEST_F(StatusWatchTest, AProcessThatIsGoneHasNoStatus) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(0);
  ::waitpid(child, nullptr, 0);
  report({{"pid", child}});
  EXPECT_FALSE(look());
}

TEST_F(StatusWatchTest, NonsenseIsNone) {
  for (const nlohmann::json& changes :
       {nlohmann::json{{"pid", 0}}, nlohmann::json{{"pid", -1}}, nlohmann::json{{"pid", "1"}},
        nlohmann::json{{"pid", 99'999'999'999}}, nlohmann::json{{"state", nullptr}}}) {
    report(changes);
    EXPECT_FALSE(look()) << changes;
  }
  std::ofstream(folder_ / "status.json") << "{";
  EXPECT_FALSE(look());
}

}  // namespace
}  // namespace gate
