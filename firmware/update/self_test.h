#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "common/clock.h"
#include "update/reported_status.h"

namespace gate {

/// Whether a system that was just installed works: camera, gate and recognition good, for a while, in time. Pure: told
/// the time. That models and trust store are loaded is in there being a status at all: without them the terminal ends.
class SelfTest {
 public:
  enum class Demand {
    kEverything,  ///< on trial: the hardware worked before, so what does not now is the update's fault
    kRunning,     ///< else: the terminal runs; a camera may be unplugged
  };
  enum class Verdict { kWaiting, kGood, kFailed };

  SelfTest(Demand demand, MonotonicTime begun) : demand_(demand), begun_(begun) {}

  /// Asked about once a second. kFailed only of what is on trial, after kPatience.
  Verdict judge(const std::optional<ReportedStatus>& status, MonotonicTime now);

  /// What was missing when last asked: "camera: lost"; empty when nothing is.
  const std::string& missing() const { return missing_; }

  static constexpr std::chrono::seconds kPatience{180};
  static constexpr std::chrono::seconds kTogether{10};

 private:
  const Demand demand_;
  const MonotonicTime begun_;
  std::optional<MonotonicTime> good_since_;
  std::string missing_ = "the terminal does not report";
};

}  // namespace gate
