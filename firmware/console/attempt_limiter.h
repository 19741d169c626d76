#pragma once

#include <chrono>
#include <map>
#include <string>

#include "common/clock.h"

namespace gate {

/// Holds off guessed PINs: after some free tries every wrong one doubles the wait, for the address it came from and, at
/// a higher count, for everybody; the counts go down by themselves. Who is logged in already notices nothing.
/// Thread-bound (`console`); never blocks. At most kMaxAddresses are remembered, the longest quiet one is forgotten.
class AttemptLimiter {
 public:
  explicit AttemptLimiter(const Clock& clock) : clock_(clock) {}

  /// How long until a PIN from `address` is looked at; zero: now.
  std::chrono::seconds hold_off(const std::string& address) const;
  void failed(const std::string& address);
  /// Forgets the address's wrong tries, not everybody's.
  void succeeded(const std::string& address) { addresses_.erase(address); }

  static constexpr int kFreeTries = 3, kFreeTriesOfAll = 10;
  static constexpr std::chrono::seconds kLongest{900}, kLongestOfAll{300};
  static constexpr std::chrono::minutes kForgetOneEvery{15};  ///< a wrong try less for every such time of quiet
  static constexpr std::size_t kMaxAddresses = 256;

 private:
  struct Tries {
    int wrong = 0;
    MonotonicTime last{};
  };
  int remembered(const Tries& tries) const;
  void count(Tries& tries) const;
  std::chrono::seconds wait(const Tries& tries, int free, std::chrono::seconds longest) const;

  const Clock& clock_;
  std::map<std::string, Tries> addresses_;
  Tries all_;
};

}  // namespace gate
