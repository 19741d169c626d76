#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "access/gate_controller.h"

namespace gate {

using std::chrono::milliseconds;
using ::testing::ElementsAre;

/// A controller with a clock in hand. Recognition beats with every step unless told to hang.
class GateControllerTest : public ::testing::Test {
 protected:
  void send(const GateEvent& event) { gate_.on(event, now_); }
  void wait(milliseconds by) {
    now_ += by;
    if (!hanging_) send(RecognitionBeat{});
    send(Tick{});
  }
  Decision decision(Verdict verdict, Reason reason) const {
    return {.verdict = verdict,
            .reason = reason,
            .pass = PassId{{7}},
            .distance = {},
            .runner_up = {},
            .captured_at = now_ - milliseconds{50}};
  }
  void admit() { send(decision(Verdict::kAdmit, Reason::kAdmitted)); }
  void refuse(Reason reason) { send(decision(Verdict::kRefuse, reason)); }
  void input(GateInput which, bool active) { send(GateInputEvent{which, active, now_}); }
  void body(bool present) { input(GateInput::kPassage, present); }
  bool released() const { return gate_.outputs(now_).lock_release; }
  /// Of what happened since the last call; state changes aside.
  std::vector<GateHappeningKind> happened() {
    std::vector<GateHappeningKind> kinds;
    for (const GateHappening& h : gate_.drain()) {
      if (h.kind != GateHappeningKind::kStateChanged) kinds.push_back(h.kind);
    }
    return kinds;
  }

  const GateTimings timings_;
  MonotonicTime now_{std::chrono::hours{1}};
  GateController gate_{timings_, now_};
  bool hanging_ = false;
};

}  // namespace gate
