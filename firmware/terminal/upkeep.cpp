#include "terminal/upkeep.h"

#include <condition_variable>
#include <mutex>

namespace gate {
namespace {

std::vector<Watchdog*> watchdogs_of(const Upkeep::Parts& parts) {
  std::vector<Watchdog*> watchdogs{&parts.service};
  if (parts.hardware != nullptr) watchdogs.push_back(parts.hardware);
  return watchdogs;
}

/// For `systemctl status`.
std::string line_of(const TerminalStatus& status) {
  return std::string(to_string(status.snapshot.state)) + "; " + std::to_string(status.gallery_size) + " passes, " +
         std::to_string(status.trust_lists) + " trust lists" +
         (status.snapshot.camera == TerminalSnapshot::Camera::kLost ? "; camera lost" : "");
}

}  // namespace

Upkeep::Upkeep(Parts parts, Settings settings)
    : parts_(std::move(parts)),
      settings_(std::move(settings)),
      feeder_(watchdogs_of(parts_), parts_.heartbeats, parts_.events, parts_.clock),
      status_{.version = settings_.version, .slot = settings_.slot} {}

void Upkeep::run(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any round;
  std::unique_lock lock(mutex);
  do look();
  while (!round.wait_for(lock, stop, kRound, [&] { return stop.stop_requested(); }));
}

void Upkeep::look() {
  feeder_.feed();
  keep_status();
  say_ready();
  look_for_notice();
  tell_of_losses();
}

/// A camera that is known to be missing does not hold up the start: the gate says so by its lamps and does the rest.
void Upkeep::say_ready() {
  if (ready_ || status_.snapshot.camera == TerminalSnapshot::Camera::kStarting) return;
  ready_ = true;
  tell_failure(service_failed_, parts_.service.ready(), "service_manager");
}

void Upkeep::keep_status() {
  const auto counts = parts_.loader.counts();
  const auto newest = parts_.snapshots.take(std::chrono::milliseconds{0});
  const bool changed = newest || counts.passes != status_.gallery_size || counts.trust_lists != status_.trust_lists;
  if (newest) status_.snapshot = *newest;
  if (newest && parts_.tell) parts_.tell(*newest);
  status_.gallery_size = counts.passes;
  status_.trust_lists = counts.trust_lists;
  if (changed) tell_failure(service_failed_, parts_.service.status(line_of(status_)), "service_manager");
  const bool due = is_due(wrote_status_at_, kStatusEvery);
  if (!settings_.status_file || !(changed || due)) return;
  wrote_status_at_ = parts_.clock.monotonic_now();
  tell_failure(status_failed_, StatusFile(*settings_.status_file, parts_.clock).write(status_), "status_file");
}

void Upkeep::look_for_notice() {
  if (!settings_.notice_file || !is_due(looked_for_notice_at_, kNoticeEvery)) return;
  const auto read = read_notice(*settings_.notice_file, parts_.clock.wall_now());
  tell_failure(notice_failed_, read ? Status{} : fail(read.error()), "notice_file");
  const std::optional<Notice> notice = read ? *read : std::nullopt;
  if (notice == notice_) return;
  if (notice) parts_.events.notice(notice->kind);
  parts_.shown_to_staff.put(notice ? std::optional(notice->kind) : std::nullopt);
  notice_ = notice;
}

/// For threads that are there before the events are and after them.
void Upkeep::tell_of_losses() {
  constexpr std::chrono::milliseconds kAtOnce{0};
  if (const auto lost = parts_.lost_screens.take(kAtOnce)) parts_.events.error("screen", *lost);
  if (const auto lost = parts_.lost_sounds.take(kAtOnce)) parts_.events.error("sound", *lost);
}

void Upkeep::disarm() {
  for (Watchdog* watchdog : watchdogs_of(parts_))
    if (const Status disarmed = watchdog->disarm(); !disarmed) parts_.events.error("watchdog", disarmed.error());
}

/// Whether `every` has passed since `last`, which then is now.
bool Upkeep::is_due(std::optional<MonotonicTime>& last, std::chrono::milliseconds every) const {
  const MonotonicTime now = parts_.clock.monotonic_now();
  if (last && now - *last < every) return false;
  last = now;
  return true;
}

/// Once, until it works again.
void Upkeep::tell_failure(bool& told, const Status& status, std::string_view device) {
  if (!status && !told) parts_.events.error(device, status.error());
  told = !status;
}

}  // namespace gate
