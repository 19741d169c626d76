#pragma once

#include <array>
#include <optional>
#include <thread>
#include <vector>

#include "gate_io/gate_io.h"
#include "screen/screen_feed.h"

namespace gate {

/// Follows the fire alarm from the moment the lines are open until the gate thread takes them over: models and passes
/// take seconds to load, and nobody in the passage can wait for them. A thread of its own (`start_up`), the gate's sole
/// owner while it runs. Nothing but the fire alarm releases the lock, which then stays released; the screen shows the
/// way out.
class StartUpWatch {
 public:
  /// Starts at once. `gate_io` and `screen` must outlive it.
  StartUpWatch(GateIo& gate_io, ScreenFeed& screen);
  /// Not handed over: the start has failed. A gate released for a fire stays so.
  ~StartUpWatch();
  StartUpWatch(const StartUpWatch&) = delete;
  StartUpWatch& operator=(const StartUpWatch&) = delete;

  /// Ends the watch; the outputs stay as they are. What the gate thread is to hear first: every input that is active,
  /// and a fire alarm that was. Blocks for a tick at most.
  std::vector<GateInputEvent> hand_over();

 private:
  void watch(const std::stop_token& stop);
  void note(const GateInputEvent& event);
  void end();

  GateIo& gate_io_;
  ScreenFeed& screen_;
  std::array<std::optional<GateInputEvent>, kGateInputs.size()> newest_;  // by GateInput
  std::optional<GateInputEvent> fire_;                                    // the first alarm: latched
  std::jthread thread_;                                                   // last: it uses all of the above
};

}  // namespace gate
