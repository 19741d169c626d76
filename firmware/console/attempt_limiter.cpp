#include "console/attempt_limiter.h"

#include <algorithm>

namespace gate {
namespace {

using std::chrono::seconds;

/// 2 s after the last free try, then doubled by each wrong one.
seconds wait_after(std::int64_t wrong, int free, seconds longest) {
  const std::int64_t over = wrong - free;
  if (over < 0) return seconds{0};
  return over >= 10 ? longest : std::min(longest, seconds{2LL << over});
}

}  // namespace

void AttemptLimiter::count(Tries& tries, int free, seconds longest) const {
  const MonotonicTime now = clock_.monotonic_now();
  const auto remembered = std::max(tries.forgotten_at, now) - now + kForgetOneEvery;
  tries.forgotten_at = now + std::min<MonotonicTime::duration>(remembered, kCountedAtMost * kForgetOneEvery);
  const auto wrong = (tries.forgotten_at - now + kForgetOneEvery - MonotonicTime::duration{1}) / kForgetOneEvery;
  tries.held_until = now + wait_after(wrong, free, longest);
}

seconds AttemptLimiter::hold_off(const std::string& address, Role role) const {
  const auto known = known_.find({address, role});
  const MonotonicTime own = known == known_.end() ? MonotonicTime{} : known->second.held_until;
  const auto left = std::max(own, all_.held_until) - clock_.monotonic_now();
  return std::max(seconds{0}, std::chrono::ceil<seconds>(left));
}

void AttemptLimiter::failed(const std::string& address, Role role) {
  if (known_.size() >= kMaxRemembered && !known_.contains({address, role}))
    known_.erase(std::ranges::min_element(known_, {}, [](const auto& known) { return known.second.forgotten_at; }));
  count(known_[{address, role}], kFreeTries, kLongest);
  count(all_, kFreeTriesOfAll, kLongestOfAll);
}

}  // namespace gate
