#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "common/clock.h"
#include "common/result.h"
#include "update/semantic_version.h"

namespace gate {

/// An update that was begun and has not proved itself yet.
struct PendingUpdate {
  std::string version;
  std::string slot;                      ///< where it went: "A" or "B"
  std::optional<WallTime> installed_at;  ///< nothing: its installation was not seen to its end
  std::string boot_id;                   ///< of the run that installed it (/proc/sys/kernel/random/boot_id)

  /// Whether it is what runs, from `booted`: until it has proved itself, the other slot is the one to fall back to.
  bool is_on_trial(std::string_view booted, const SemanticVersion& running) const {
    return slot == booted && version == running.text();
  }
};

/// What a device remembers of its updates, /var/lib/gate-terminal/update: the floor, the pending update, the last
/// report and what the next one must tell. Small files, each replaced as a whole and on the disk when a call returns:
/// power may go at any moment. Thread-bound.
class UpdateFolder {
 public:
  /// Makes the folder when it is missing. kIo.
  static Result<UpdateFolder> open(std::filesystem::path folder);

  /// The newest version that ran well here; below it nothing is installed. `running` counts when none is written, or it
  /// cannot be read: a lost floor never lets something older in than what runs.
  SemanticVersion floor(const SemanticVersion& running) const;
  /// Never lowers it. kIo.
  Status raise_floor(const SemanticVersion& version) const;

  /// Nothing when there is none or it cannot be read.
  std::optional<PendingUpdate> pending() const;
  Status write_pending(const PendingUpdate& pending) const;
  Status clear_pending() const;

  /// A line for the next stick's report, and at the end of the last one: what became of an update after the restart.
  Status add_news(std::string_view line) const;
  /// One line each, at most some KB; empty when there are none.
  std::string news() const;
  Status clear_news() const;

  /// The report that the last stick got, or would have got.
  Status write_last_report(std::string_view report) const;
  std::string last_report() const;

 private:
  explicit UpdateFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}
  std::filesystem::path folder_;
};

}  // namespace gate
