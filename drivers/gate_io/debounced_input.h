#pragma once

#include <optional>

#include "gate_io/gate_io.h"

namespace gate {

/// Turns one input's edges and levels into changes that lasted. Thread-bound; no I/O.
class DebouncedInput {
 public:
  DebouncedInput(GateInput input, std::chrono::milliseconds debounce, bool active)
      : input_(input), debounce_(debounce), state_(active), candidate_(active) {}

  /// The line was seen to be `active` from `at` on. Calls must come in order of time; what an earlier level settled to
  /// before `at` is appended to `changes`, dated with the edge that began it.
  void see(bool active, MonotonicTime at, std::vector<GateInputEvent>& changes) {
    settle(at, changes);
    if (active == candidate_) return;
    candidate_ = active;
    since_ = at;
  }

  void settle(MonotonicTime now, std::vector<GateInputEvent>& changes) {
    if (candidate_ == state_ || now - since_ < debounce_) return;
    state_ = candidate_;
    changes.push_back({input_, state_, since_});
  }

  /// When a level that has not lasted long enough yet will have.
  std::optional<MonotonicTime> settles_at() const {
    return candidate_ == state_ ? std::nullopt : std::optional(since_ + debounce_);
  }

  GateInput input() const { return input_; }

 private:
  const GateInput input_;
  const std::chrono::milliseconds debounce_;
  bool state_, candidate_;
  MonotonicTime since_{};
};

}  // namespace gate
