#include "terminal/status_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "fakes/fake_clock.h"
#include "fakes/temporary_folder.h"

namespace gate {
namespace {

using namespace std::chrono_literals;
using Json = nlohmann::json;

class StatusFileTest : public testing::Test {
 protected:
  Json written(const TerminalStatus& status) {
    EXPECT_TRUE(StatusFile(file_, clock_).write(status));
    std::ifstream in(file_);
    return Json::parse(in);
  }

  FakeClock clock_;
  TemporaryFolder folder_;
  std::filesystem::path file_ = folder_ / "status.json";
};

TEST_F(StatusFileTest, SaysHowTheTerminalIs) {
  TerminalStatus status{.version = "1.2.3", .slot = "A", .gallery_size = 312, .trust_lists = 7};
  status.snapshot = {.state = GateState::kObserving,
                     .state_since = clock_.monotonic_now(),
                     .camera = TerminalSnapshot::Camera::kGood,
                     .last_decision_at = clock_.monotonic_now() + 1s};
  clock_.advance(5s);
  const Json expected{{"version", "1.2.3"},
                      {"pid", ::getpid()},
                      {"state", "observing"},
                      {"state_since", "2021-12-03T01:00:00.000Z"},
                      {"at", "2021-12-03T01:00:05.000Z"},
                      {"camera", "good"},
                      {"gate_io", "good"},
                      {"recognition", "good"},
                      {"gallery_size", 312},
                      {"trust_lists", 7},
                      {"slot", "A"},
                      {"last_decision_at", "2021-12-03T01:00:01.000Z"}};
  EXPECT_EQ(written(status), expected);
}

TEST_F(StatusFileTest, WhatIsNotKnownIsLeftOutAndWhatIsLostIsSaid) {
  TerminalStatus status;
  status.snapshot.state_since = clock_.monotonic_now();
  EXPECT_EQ(written(status).at("camera"), "starting");
  EXPECT_FALSE(written(status).contains("slot"));
  EXPECT_FALSE(written(status).contains("last_decision_at"));
  status.snapshot.camera = TerminalSnapshot::Camera::kLost;
  status.snapshot.gate_io = TerminalSnapshot::GateLines::kLost;
  status.snapshot.recognition = TerminalSnapshot::Recognition::kSilent;
  EXPECT_EQ(written(status).at("camera"), "lost");
  EXPECT_EQ(written(status).at("gate_io"), "lost");
  EXPECT_EQ(written(status).at("recognition"), "silent");
}

TEST_F(StatusFileTest, AReaderWhoHasItOpenKeepsAWholeOneAndEverybodyMayRead) {
  const mode_t before = ::umask(077);
  written({.version = "1"});
  std::ifstream reader(file_);
  written({.version = "2"});
  ::umask(before);
  EXPECT_EQ(Json::parse(reader).at("version"), "1");
  struct stat information {};
  ASSERT_EQ(::stat(file_.c_str(), &information), 0);
  EXPECT_EQ(information.st_mode & 0777, 0644U);
}

TEST_F(StatusFileTest, AMissingFolderIsAnErrorThatNamesTheFile) {
  const auto written = StatusFile(folder_ / "no" / "status.json", clock_).write({});
  ASSERT_FALSE(written);
  EXPECT_NE(written.error().message.find("status.json"), std::string::npos);
}

}  // namespace
}  // namespace gate
