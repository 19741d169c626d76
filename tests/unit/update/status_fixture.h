#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "fakes/fake_clock.h"
#include "fakes/temporary_folder.h"
#include "update/reported_status.h"

namespace gate {

/// A terminal that writes its status, as fast as the fake clock goes.
class StatusFixture : public ::testing::Test {
 protected:
  /// Writes a status; another one each time.
  void report(const nlohmann::json& changes = nlohmann::json::object()) {
    nlohmann::json status{
        {"version", "0.1.0"}, {"pid", ::getpid()}, {"state", "idle"},       {"at", std::to_string(++writes_)},
        {"camera", "good"},   {"gate_io", "good"}, {"recognition", "good"}, {"gallery_size", 3}};
    status.merge_patch(changes);
    std::ofstream(folder_ / "status.json") << status;
  }
  void silence() { std::filesystem::remove(folder_ / "status.json"); }
  std::optional<ReportedStatus> look() { return watch_.look(); }

  TemporaryFolder folder_;
  FakeClock clock_;
  StatusWatch watch_{folder_ / "status.json", clock_};
  int writes_ = 0;
};

}  // namespace gate
