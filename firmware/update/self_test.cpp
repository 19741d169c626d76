#include "update/self_test.h"

#include <array>

namespace gate {
namespace {

struct Part {
  std::string_view name;
  const std::string& state;
};

std::string what_is_missing(const std::optional<ReportedStatus>& status, SelfTest::Demand demand) {
  if (!status) return "the terminal does not report";
  if (demand == SelfTest::Demand::kRunning) return "";
  const std::array parts{Part{"camera", status->camera}, Part{"gate_io", status->gate_io},
                         Part{"recognition", status->recognition}};
  std::string missing;
  for (const Part& part : parts)
    if (part.state != "good")
      missing.append(missing.empty() ? "" : ", ").append(part.name).append(": ").append(part.state.substr(0, 20));
  return missing;
}

}  // namespace

SelfTest::Verdict SelfTest::judge(const std::optional<ReportedStatus>& status, MonotonicTime now) {
  missing_ = what_is_missing(status, demand_);
  if (!missing_.empty()) good_since_.reset();
  if (missing_.empty() && !good_since_) good_since_ = now;
  if (good_since_ && now - *good_since_ >= kTogether) return Verdict::kGood;
  if (demand_ == Demand::kEverything && now - begun_ >= kPatience) return Verdict::kFailed;
  return Verdict::kWaiting;
}

}  // namespace gate
