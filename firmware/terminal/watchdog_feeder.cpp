#include "terminal/watchdog_feeder.h"

#include <algorithm>
#include <string>

namespace gate {
namespace {

bool is_needed(TerminalThread thread) { return thread != TerminalThread::kScreen; }

}  // namespace

WatchdogFeeder::WatchdogFeeder(std::vector<Watchdog*> watchdogs, const Heartbeats& heartbeats, EventStream& events,
                               const Clock& clock)
    : watchdogs_(std::move(watchdogs)), heartbeats_(heartbeats), events_(events), clock_(clock) {}

void WatchdogFeeder::feed() {
  const std::vector<TerminalThread> silent = heartbeats_.silent();
  tell_of(silent);
  if (std::ranges::any_of(silent, is_needed)) return;
  auto every = kUsually;
  for (const Watchdog* watchdog : watchdogs_) every = std::min(every, watchdog->patience().value_or(3 * every) / 3);
  const MonotonicTime now = clock_.monotonic_now();
  if (fed_at_ && now - *fed_at_ < every) return;
  fed_at_ = now;
  beat_all();
}

void WatchdogFeeder::tell_of(const std::vector<TerminalThread>& silent) {
  for (const TerminalThread thread : silent) {
    if (std::ranges::find(told_, thread) != told_.end()) continue;
    const std::string name(to_string(thread));
    const std::string silence = std::to_string(longest_silence(thread) / std::chrono::seconds{1}) + " s; ";
    const char* then = is_needed(thread) ? "the watchdogs are not fed until it goes on" : "the gate goes on without it";
    events_.error("thread_" + name,
                  {ErrorCode::kTimeout, "the thread \"" + name + "\" has been silent for " + silence + then});
  }
  told_ = silent;
}

void WatchdogFeeder::beat_all() {
  Status first;
  for (Watchdog* watchdog : watchdogs_)
    if (auto beaten = watchdog->beat(); !beaten && first) first = beaten;
  if (!first && !failed_) events_.error("watchdog", first.error());
  failed_ = !first;
}

}  // namespace gate
