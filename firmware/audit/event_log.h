#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <nlohmann/json_fwd.hpp>

#include "audit/log_head.h"
#include "common/clock.h"
#include "common/result.h"

namespace gate {

struct EventLogOptions {
  std::filesystem::path directory;
  std::uint64_t file_bytes = 8 * 1024 * 1024;  ///< a file is closed before it would grow past this; 16 KiB to 64 MiB
  std::size_t files_kept = 32;                 ///< at least 2; the oldest go
};

/// The append-only event log: JSON Lines, each record holding the hash of the one before, in files that are closed with
/// a last record naming the next. Thread-safe; one process at a time.
///
/// What append() accepted is on disk when it returns (fdatasync a record), so power loss costs nothing that was
/// accepted. That takes as long as the disk takes, milliseconds on a memory card: never call it on the gate thread.
/// When the disk is full or fails, append() returns the error and counts; the next record that can be written again
/// is preceded by one that says how many were lost.
class EventLog {
 public:
  /// Opens or makes a log. An incomplete last line (power loss) is moved to a file of its own, `torn-…`, and recorded.
  /// A log that does not end as its sealed head says is left as it is: writing goes on in a new file whose first
  /// record says so, and verify_log() shows the place. kIo when the folder cannot be used or another process has it.
  static Result<std::unique_ptr<EventLog>> open(EventLogOptions options, const LogKey& key, WallTime now);
  EventLog(const EventLog&) = delete;
  EventLog& operator=(const EventLog&) = delete;
  ~EventLog();

  /// kInvalidInput for a field that is not on the list in event_fields.cpp (nothing is written), kIo as above.
  Status append(const nlohmann::json& event, WallTime now);

  /// Records lost since the last that was written.
  std::uint64_t dropped() const;

 private:
  EventLog(EventLogOptions options, const LogKey& key) : options_(std::move(options)), key_(key) {}
  Status resume(WallTime now);
  Status resume_after_damage(std::uint64_t last_file, const std::optional<LogHead>& head, WallTime now);
  Result<std::uint64_t> set_torn_line_aside(std::uint64_t number);
  Status start_file(std::uint64_t number);
  Status rotate(WallTime now);
  Status retire_old_files();
  Status write_record(const nlohmann::json& event, WallTime now);
  Status write_event(const nlohmann::json& event, WallTime now);
  std::filesystem::path path(std::uint64_t number) const;

  const EventLogOptions options_;
  LogKey key_;
  mutable std::mutex mutex_;
  Descriptor head_file_;  ///< also the lock
  Descriptor file_;       ///< the last log file; closed when a new one is due
  std::uint64_t size_ = 0;
  bool unclean_ = false;  ///< a record was half written and must be cut off before the next
  LogHead head_;
  std::uint64_t dropped_ = 0;
};

}  // namespace gate
