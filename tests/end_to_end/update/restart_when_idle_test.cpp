// The built gatectl waits for a moment to restart, as gate-restart.service calls it.
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "fakes/program.h"
#include "fakes/temporary_folder.h"

namespace gate {
namespace {

using nlohmann::json;

/// A venue that never closes: what a stick brought would wait for ever.
class RestartWhenIdle : public ::testing::Test {
 protected:
  RestartWhenIdle() {
    const json always{{"days", {"mon", "tue", "wed", "thu", "fri", "sat", "sun"}}, {"from", "00:00"}, {"to", "24:00"}};
    const json config{{"extends", std::string(GATE_SOURCE_DIR) + "/config/terminal.json"}, {"opening_hours", {always}}};
    std::ofstream(folder_ / "terminal.json") << config;
    std::ofstream(folder_ / "restart") << "when-idle\n";
  }

  void report(const char* state, int turn) const {
    const json status{{"pid", ::getpid()}, {"state", state},    {"at", std::to_string(turn)},
                      {"camera", "good"},  {"gate_io", "good"}, {"recognition", "good"}};
    std::ofstream(folder_ / "status.new") << status;
    std::filesystem::rename(folder_ / "status.new", folder_ / "status.json");
  }
  Ended wait() const {
    const auto in = [&](const char* name) { return (folder_ / name).string(); };
    return run_command(std::string(GATE_BINARY_DIR) + "/bin/gatectl update restart-when-idle --data " + in("data") +
                       " --run " + folder_.path().string() + " --factory-config " + in("terminal.json") +
                       " --restart-file " + in("restart") + " --request-file " + in("restart-wanted"));
  }

  TemporaryFolder folder_;
};

TEST_F(RestartWhenIdle, StaffWhoAskWhileItWaitsForClosingTimeComeFirstButWaitForAHeldGate) {
  std::atomic<bool> released = false;
  std::jthread terminal([&](const std::stop_token& over) {
    for (int turn = 0; !over.stop_requested(); ++turn) {
      if (turn == 8) std::ofstream(folder_ / "restart-wanted") << "whatever it says";
      const bool held = turn >= 4 && turn < 16;
      if (turn == 16) released = true;
      report(held ? "held" : "idle", turn);
      std::this_thread::sleep_for(std::chrono::milliseconds{500});
    }
  });
  const Ended ended = wait();
  EXPECT_EQ(ended.status, 0) << ended.output;
  EXPECT_TRUE(released);
  EXPECT_TRUE(std::filesystem::exists(folder_ / "restart-wanted")) << "whoever restarts the device takes it away";
}

}  // namespace
}  // namespace gate
