#pragma once

#include <functional>
#include <memory>
#include <mutex>

#include "access/enrolment_state.h"
#include "access/terminal_snapshot.h"
#include "console/tally.h"

namespace gate {

/// What the console knows of the running terminal: the tally of its events and its newest snapshot. Written by the
/// threads `events`, `upkeep` and `recognition`, read by `console`; thread-safe. A writer waits at most while a reader
/// copies the tally (some microseconds), never for a browser: it marks that there is something new and pokes the
/// reader.
class LiveFeed {
 public:
  explicit LiveFeed(const Clock& clock) : clock_(clock) { snapshot_.state_since = clock.monotonic_now(); }

  void hear(const nlohmann::json& line);
  void see(const TerminalSnapshot& snapshot);
  /// From the thread `recognition`.
  void see(const EnrolmentState& enrolment);

  Tally tally() const;
  TerminalSnapshot snapshot() const;
  EnrolmentState enrolment() const;

  /// What the writers call whenever something is new; it must not block, nor call this. Empty: nobody is to be told.
  /// Once this has returned, what was set before is called no more.
  void when_new(std::function<void()> poke);

 private:
  const Clock& clock_;
  mutable std::mutex mutex_;
  Tally tally_;
  TerminalSnapshot snapshot_;
  EnrolmentState enrolment_;
  std::mutex poke_mutex_;
  std::function<void()> poke_;

  void poke();
};

}  // namespace gate
