#include "console/live_feed.h"

#include <utility>

namespace gate {

void LiveFeed::hear(const nlohmann::json& line) {
  {
    const std::lock_guard lock(mutex_);
    tally_.count(line, clock_.wall_now());
  }
  poke();
}

void LiveFeed::see(const TerminalSnapshot& snapshot) {
  {
    const std::lock_guard lock(mutex_);
    snapshot_ = snapshot;
  }
  poke();
}

void LiveFeed::see(const EnrolmentState& enrolment) {
  {
    const std::lock_guard lock(mutex_);
    enrolment_ = enrolment;
  }
  poke();
}

Tally LiveFeed::tally() const {
  const std::lock_guard lock(mutex_);
  return tally_;
}

TerminalSnapshot LiveFeed::snapshot() const {
  const std::lock_guard lock(mutex_);
  return snapshot_;
}

EnrolmentState LiveFeed::enrolment() const {
  const std::lock_guard lock(mutex_);
  return enrolment_;
}

void LiveFeed::when_new(std::function<void()> poke) {
  const std::lock_guard lock(poke_mutex_);
  poke_ = std::move(poke);
}

void LiveFeed::poke() {
  const std::lock_guard lock(poke_mutex_);
  if (poke_) poke_();
}

}  // namespace gate
