// A PIN typed at a terminal: it is not shown, and Ctrl-C in the middle of it leaves a terminal that shows again.
#include <pty.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "end_to_end/terminal/gate_site.h"

namespace gate {
namespace {

bool shows_what_is_typed(int terminal) {
  termios how{};
  EXPECT_EQ(::tcgetattr(terminal, &how), 0);
  return (how.c_lflag & ECHO) != 0;
}

TEST(TypedPin, IsNotShownAndCtrlCShowsTheRest) {
  const std::string gatectl = GateSite::program("gatectl");
  int terminal = -1;
  const pid_t child = ::forkpty(&terminal, nullptr, nullptr, nullptr);
  ASSERT_GE(child, 0);
  if (child == 0) {
    ::execl(gatectl.c_str(), "gatectl", "console", "hash-pin", nullptr);
    ::_exit(127);
  }
  std::string asked;
  char character = 0;
  while (asked.find("digits): ") == std::string::npos && ::read(terminal, &character, 1) == 1) asked += character;
  EXPECT_FALSE(shows_what_is_typed(terminal)) << asked;
  constexpr char kCtrlC[] = {'1', '2', '\x03'};
  ASSERT_EQ(::write(terminal, kCtrlC, sizeof kCtrlC), static_cast<ssize_t>(sizeof kCtrlC));
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGINT) << status;
  EXPECT_TRUE(shows_what_is_typed(terminal));
  ::close(terminal);
}

}  // namespace
}  // namespace gate
