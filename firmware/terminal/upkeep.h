#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "common/mailbox.h"
#include "terminal/enrolled_loader.h"
#include "terminal/notice_file.h"
#include "terminal/status_file.h"
#include "terminal/watchdog_feeder.h"
#include "watchdog/service_notifier.h"

namespace gate {

/// What goes on beside the main path, on a thread of its own (`upkeep`) so that the gate waits for no service manager
/// and no file: feeds the watchdogs, says when start-up is over, keeps the status file, looks for notices, tells of a
/// lost screen or loudspeaker. Thread-bound.
class Upkeep {
 public:
  struct Parts {
    ServiceNotifier& service;
    Watchdog* hardware;  ///< null: none
    const Heartbeats& heartbeats;
    Mailbox<TerminalSnapshot>& snapshots;                ///< Terminal's; nobody else takes from it
    Mailbox<std::optional<NoticeKind>>& shown_to_staff;  ///< Terminal's
    Mailbox<Error>& lost_screens;                        ///< the visitor screen's losses; nobody else takes from it
    Mailbox<Error>& lost_sounds;                         ///< … and those of the sound device
    const EnrolledLoader& loader;                        ///< its counts alone
    EventStream& events;
    const Clock& clock;
    std::function<void(const TerminalSnapshot&)> tell{};  ///< every new snapshot; must not block. Empty: nobody
  };
  struct Settings {
    std::string version;
    std::optional<std::string> slot;
    std::optional<std::filesystem::path> status_file;
    std::optional<std::filesystem::path> notice_file;
  };

  Upkeep(Parts parts, Settings settings);

  /// Looks every kRound until `stop`.
  void run(const std::stop_token& stop);
  /// One round. Blocks for small files in memory and the service manager's socket.
  void look();
  /// A planned stop: no watchdog bites any more. After run(), on the caller's thread.
  void disarm();

  static constexpr std::chrono::milliseconds kRound{250};
  static constexpr std::chrono::seconds kStatusEvery{2};  ///< also without a change: readers see that we are alive
  static constexpr std::chrono::seconds kNoticeEvery{1};

 private:
  void say_ready();
  void keep_status();
  void look_for_notice();
  void tell_of_losses();
  bool is_due(std::optional<MonotonicTime>& last, std::chrono::milliseconds every) const;
  void tell_failure(bool& told, const Status& status, std::string_view device);

  Parts parts_;
  const Settings settings_;
  WatchdogFeeder feeder_;
  TerminalStatus status_;
  bool ready_ = false;
  std::optional<MonotonicTime> wrote_status_at_, looked_for_notice_at_;
  std::optional<Notice> notice_;
  bool service_failed_ = false, status_failed_ = false, notice_failed_ = false;
};

}  // namespace gate
