// What every ProcessRunner promises: over real programs, and over the script that unit tests use in their place.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/types.h>

#include <csignal>
#include <fstream>
#include <memory>

#include "fakes/scripted_process_runner.h"
#include "fakes/temporary_folder.h"
#include "update/spawn_process_runner.h"

namespace gate {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

/// A runner and programs for it that behave as asked.
class Stage {
 public:
  virtual ~Stage() = default;
  virtual ProcessRunner& runner() = 0;
  virtual Command says(const std::string& output, const std::string& errors, int status) = 0;
  virtual Command never_ends() = 0;
};

class SpawnStage final : public Stage {
 public:
  ProcessRunner& runner() override { return runner_; }
  Command says(const std::string& output, const std::string& errors, int status) override {
    // "$1": the texts reach the program as they are, whatever is in them.
    return {.words = {"sh", "-c", "printf %s \"$1\"; printf %s \"$2\" >&2; exit \"$3\"", "sh", output, errors,
                      std::to_string(status)}};
  }
  Command never_ends() override { return {.words = {"sleep", "1000"}}; }

 private:
  SpawnProcessRunner runner_;
};

class ScriptedStage final : public Stage {
 public:
  ProcessRunner& runner() override { return runner_; }
  Command says(const std::string& output, const std::string& errors, int status) override {
    runner_.on({"program"}, {.end = {status, output, errors}});
    return {.words = {"program", "with", "arguments"}};
  }
  Command never_ends() override {
    runner_.on({"endless"}, {.end = {}, .takes = 1000s});
    return {.words = {"endless"}};
  }

 private:
  ScriptedProcessRunner runner_;
};

template <class T>
class ProcessRunnerContract : public ::testing::Test {
 protected:
  T stage;
};
using Stages = ::testing::Types<SpawnStage, ScriptedStage>;
TYPED_TEST_SUITE(ProcessRunnerContract, Stages);

TYPED_TEST(ProcessRunnerContract, StatusAndBothStreamsApart) {
  const auto end = this->stage.runner().run(this->stage.says("out", "err $HOME `id`", 3));
  ASSERT_TRUE(end) << end.error().message;
  EXPECT_EQ(end->status, 3);
  EXPECT_EQ(end->output, "out");
  EXPECT_EQ(end->errors, "err $HOME `id`");
}

TYPED_TEST(ProcessRunnerContract, OutputIsBoundedAndTheProgramStillEndsWell) {
  Command command = this->stage.says(std::string(100'000, 'o'), std::string(100'000, 'e'), 0);
  command.output_limit = 1000;
  const auto end = this->stage.runner().run(command);
  ASSERT_TRUE(end) << end.error().message;
  EXPECT_EQ(end->status, 0);
  EXPECT_EQ(end->output, std::string(1000, 'o'));
  EXPECT_EQ(end->errors, std::string(1000, 'e'));
}

TYPED_TEST(ProcessRunnerContract, LinesAreToldInOrderAlsoTheLastWithoutItsEnd) {
  Command command = this->stage.says(" 0% a\n50% b\n\n100% c", "x\n", 0);
  std::vector<std::string> lines;
  command.on_line = [&](std::string_view line) { lines.emplace_back(line); };
  ASSERT_TRUE(this->stage.runner().run(command));
  EXPECT_THAT(lines, ElementsAre(" 0% a", "50% b", "", "100% c"));
}

TYPED_TEST(ProcessRunnerContract, WhatTakesTooLongIsEnded) {
  Command command = this->stage.never_ends();
  command.time_limit = 100ms;
  const auto end = this->stage.runner().run(command);
  ASSERT_FALSE(end);
  EXPECT_EQ(end.error().code, ErrorCode::kTimeout);
}

TYPED_TEST(ProcessRunnerContract, AProgramThatIsNotThereIsNotFound) {
  const auto end = this->stage.runner().run({.words = {"gate-no-such-program", "x"}});
  ASSERT_FALSE(end);
  EXPECT_EQ(end.error().code, ErrorCode::kNotFound);
}

TEST(SpawnProcessRunner, ASignalIsAStatusAsInAShell) {
  EXPECT_EQ(SpawnProcessRunner().run({.words = {"sh", "-c", "kill -TERM $$"}})->status, 128 + SIGTERM);
}

TEST(SpawnProcessRunner, StandardInputIsEmptyAndMessagesAreEnglish) {
  EXPECT_EQ(SpawnProcessRunner().run({.words = {"sh", "-c", "cat; printf %s \"$LC_ALL\""}})->output, "C");
}

TEST(SpawnProcessRunner, WhatAProgramLeavesBehindIsNotWaitedForAndWhatTakesTooLongDiesWithAllItStarted) {
  const TemporaryFolder folder;
  const std::string pid_file = (folder / "pid").string();
  const auto pid = [&] {
    pid_t id = 0;
    std::ifstream(pid_file) >> id;
    return id;
  };
  ASSERT_TRUE(SpawnProcessRunner().run({.words = {"sh", "-c", "sleep 1000 & echo $! >\"$1\"", "sh", pid_file}}));
  ASSERT_EQ(::kill(pid(), SIGKILL), 0) << "it holds the pipes open and was ended, or never started";

  ASSERT_TRUE(std::filesystem::remove(pid_file));
  const auto late = SpawnProcessRunner().run(
      {.words = {"sh", "-c", "sleep 1000 & echo $! >\"$1\"; wait", "sh", pid_file}, .time_limit = 2s});
  ASSERT_FALSE(late);
  ASSERT_GT(pid(), 0) << "it was ended before it had started anything";
  // The signal is sent when run() returns; a busy machine takes its time to carry it out and to collect what is left.
  const auto is_running = [&] {
    std::ifstream status("/proc/" + std::to_string(pid()) + "/status");
    const std::string text((std::istreambuf_iterator<char>(status)), {});
    return !text.empty() && text.find("State:\tZ") == std::string::npos;
  };
  for (int tries = 0; tries < 1000 && is_running(); ++tries) std::this_thread::sleep_for(10ms);
  EXPECT_FALSE(is_running());
}

}  // namespace
}  // namespace gate
