#include "update/restart_moment.h"

#include <algorithm>
#include <array>

namespace gate {
namespace {

template <std::size_t N>
bool is_one_of(const std::string& state, const std::array<std::string_view, N>& states) {
  return std::ranges::find(states, state) != states.end();
}

/// Locked with nobody there; in fault and maintenance nobody is let in anyway.
bool is_quiet(const std::string& state) {
  return is_one_of(state, std::array<std::string_view, 3>{"idle", "fault", "maintenance"});
}

/// Somebody is in the gate or has been promised it. Released by staff or the fire alarm it must stay so: a restart lets
/// the lines fall to their safe state, which may be locked. What is not known is taken for this, too.
bool is_in_use(const std::string& state) {
  return !is_quiet(state) && !is_one_of(state, std::array<std::string_view, 2>{"observing", "refused"});
}

/// Since when something holds: from the first time it did, forgotten when it does not.
bool has_lasted(std::optional<MonotonicTime>& since, bool holds, std::chrono::seconds long_enough, MonotonicTime now) {
  if (!holds) since.reset();
  if (holds && !since) since = now;
  return holds && now - *since >= long_enough;
}

}  // namespace

bool RestartMoment::has_come(const std::optional<ReportedStatus>& status, SiteOpen site, MonotonicTime now) {
  const bool silent = has_lasted(silent_since_, !status, kSilent, now);
  const bool quiet = has_lasted(quiet_since_, status && is_quiet(status->state), kQuiet, now);
  if (silent) return true;
  if (!status) return false;
  if (wanted_ == Wanted::kNow) return !is_in_use(status->state);
  return quiet && site == SiteOpen::kClosed;
}

}  // namespace gate
