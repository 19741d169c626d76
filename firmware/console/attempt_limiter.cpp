#include "console/attempt_limiter.h"

#include <algorithm>

namespace gate {

using std::chrono::seconds;

int AttemptLimiter::remembered(const Tries& tries) const {
  const auto forgotten = (clock_.monotonic_now() - tries.last) / kForgetOneEvery;
  return std::max(0, tries.wrong - static_cast<int>(std::min<std::int64_t>(forgotten, tries.wrong)));
}

void AttemptLimiter::count(Tries& tries) const {
  constexpr int kCountedAtMost = 1000;
  tries.wrong = std::min(remembered(tries) + 1, kCountedAtMost);
  tries.last = clock_.monotonic_now();
}

/// 2 s after the last free try, then doubled by each wrong one.
seconds AttemptLimiter::wait(const Tries& tries, int free, seconds longest) const {
  const int over = remembered(tries) - free;
  if (over < 0) return seconds{0};
  const seconds wanted = over >= 10 ? longest : std::min(longest, seconds{2LL << over});
  const auto left = tries.last + wanted - clock_.monotonic_now();
  return std::max(seconds{0}, std::chrono::ceil<seconds>(left));
}

seconds AttemptLimiter::hold_off(const std::string& address) const {
  const auto known = addresses_.find(address);
  const seconds own = known == addresses_.end() ? seconds{0} : wait(known->second, kFreeTries, kLongest);
  return std::max(own, wait(all_, kFreeTriesOfAll, kLongestOfAll));
}

void AttemptLimiter::failed(const std::string& address) {
  if (addresses_.size() >= kMaxAddresses && !addresses_.contains(address))
    addresses_.erase(std::ranges::min_element(addresses_, {}, [](const auto& known) { return known.second.last; }));
  count(addresses_[address]);
  count(all_);
}

}  // namespace gate
