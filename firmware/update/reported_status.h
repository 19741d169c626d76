#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "common/clock.h"
#include "common/result.h"

namespace gate {

/// What the running terminal says of itself at least every 2 s, /run/gate-terminal/status.json.
struct ReportedStatus {
  std::string state;  ///< a GateState's name: "idle", …
  std::string camera, gate_io, recognition;
  std::int64_t pid = 0;
  std::string at;  ///< when it was written; compared, not believed
};

/// Strict, bounded. kInvalidInput when it is not such a document. Reentrant.
Result<ReportedStatus> read_reported_status(std::string_view text);

/// Looks at the file again and again. A status counts while it is renewed: its age is how long it has not changed, by
/// the monotonic clock, for the wall clock may be set meanwhile. Thread-bound.
class StatusWatch {
 public:
  StatusWatch(std::filesystem::path file, const Clock& clock) : file_(std::move(file)), clock_(clock) {}

  /// The status, unless there is none, it is older than kStale or its process is gone. Microseconds.
  std::optional<ReportedStatus> look();

  static constexpr std::chrono::seconds kStale{6};  // three missed, on a busy machine

 private:
  const std::filesystem::path file_;
  const Clock& clock_;
  std::string last_;
  MonotonicTime changed_at_{};
};

}  // namespace gate
