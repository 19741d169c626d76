#pragma once

#include <chrono>
#include <map>
#include <string>
#include <utility>

#include "common/clock.h"
#include "console/permissions.h"

namespace gate {

/// Holds off guessed PINs: after some free tries every wrong one doubles the wait, for the address and role it was for
/// and, at a higher count, for everybody. The counts leak away with time, so that a day's typing errors come to
/// nothing. Who is logged in already notices nothing. Thread-bound (`console`); never blocks. At most kMaxRemembered
/// are remembered, the one nearest to being forgotten gives way.
class AttemptLimiter {
 public:
  explicit AttemptLimiter(const Clock& clock) : clock_(clock) {}

  /// How long until a PIN of `role` from `address` is looked at; zero: now.
  std::chrono::seconds hold_off(const std::string& address, Role role) const;
  void failed(const std::string& address, Role role);
  /// Forgets the address's wrong tries of this role: whoever knows one PIN guesses the others no faster. Not
  /// everybody's.
  void succeeded(const std::string& address, Role role) { known_.erase({address, role}); }

  static constexpr int kFreeTries = 3, kFreeTriesOfAll = 10;
  static constexpr std::chrono::seconds kLongest{900}, kLongestOfAll{300};
  static constexpr std::chrono::minutes kForgetOneEvery{15};
  static constexpr int kCountedAtMost = 20;  ///< enough for the longest wait; five hours of quiet forget them all
  static constexpr std::size_t kMaxRemembered = 256;

 private:
  struct Tries {
    MonotonicTime forgotten_at{};  ///< the last of them; each wrong one adds kForgetOneEvery
    MonotonicTime held_until{};
  };
  void count(Tries& tries, int free, std::chrono::seconds longest) const;

  const Clock& clock_;
  std::map<std::pair<std::string, Role>, Tries> known_;
  Tries all_;
};

}  // namespace gate
