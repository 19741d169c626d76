#pragma once

#include <optional>
#include <vector>

#include "terminal/event_stream.h"
#include "terminal/heartbeats.h"
#include "watchdog/watchdog.h"

namespace gate {

/// Feeds every watchdog for as long as every thread beats. When one stops, an `error` event names it and nothing is fed
/// until it goes on: systemd's watchdog then restarts the program, or the board's the machine. Not for the screen's:
/// the gate goes on without a screen, and no restart mends a graphics driver that hangs. Thread-bound (`upkeep`).
class WatchdogFeeder {
 public:
  /// The watchdogs and all others must outlive it.
  WatchdogFeeder(std::vector<Watchdog*> watchdogs, const Heartbeats& heartbeats, EventStream& events,
                 const Clock& clock);

  /// Feeds when it is time to, a third of the least patience at the latest, once a second mostly. Call it more often.
  void feed();

 private:
  void tell_of(const std::vector<TerminalThread>& silent);
  void beat_all();

  static constexpr std::chrono::milliseconds kUsually{1000};

  const std::vector<Watchdog*> watchdogs_;
  const Heartbeats& heartbeats_;
  EventStream& events_;
  const Clock& clock_;
  std::optional<MonotonicTime> fed_at_;
  std::vector<TerminalThread> told_;
  bool failed_ = false;
};

}  // namespace gate
