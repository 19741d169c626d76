#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>

#include "common/pause.h"
#include "gate_io/gate_io.h"

namespace gate {

/// "`delay` after `trigger` becomes active, `input` is active for `duration`": a visitor walking through after the
/// release is {kLockRelease, kPassage, 400 ms, 600 ms}. Dropped when the output falls before the delay is over.
struct ScriptedInput {
  GateOutput trigger;
  GateInput input;
  std::chrono::milliseconds delay;
  std::chrono::milliseconds duration;
};

/// A moment the outputs changed.
struct GateRecord {
  MonotonicTime at;
  GateOutputs outputs;
};

/// A turnstile that exists in memory: what SimulatedGateIo drives on one side, and what a test, the demo or the console
/// observes and operates on the other. Thread-safe; shared by the SimulatedGateIo and everybody else.
class SimulatedGate {
 public:
  static constexpr int kAll = -1;
  /// The newest this many changes are kept, so that a terminal that runs for years on simulated lines stays small.
  static constexpr std::size_t kTimelineCapacity = 65536;

  /// `clock` must outlive the gate. `pause` empty: wait_inputs() waits in real time and wakes early for set_input().
  explicit SimulatedGate(const Clock& clock, std::vector<ScriptedInput> script = {}, Pause pause = {});

  /// Raises or clears an input now; no event when it is so already.
  void set_input(GateInput input, bool active);
  /// The next `count` applies fail with kIo and change nothing; kAll until told 0.
  void fail_applies(int count);
  /// Unplugs the simulated board: everything is kDeviceLost until plug_in(). The outputs go dark, as without power.
  void unplug();
  void plug_in();

  GateOutputs outputs() const;
  std::vector<GateRecord> timeline() const;

 private:
  friend class SimulatedGateIo;

  struct Passage {
    ScriptedInput script;
    MonotonicTime from;
    bool begun = false;

    MonotonicTime next_change() const { return begun ? from + script.duration : from; }
  };

  void connect();
  void disconnect();
  Status apply(const GateOutputs& outputs);
  Result<std::vector<GateInputEvent>> wait_inputs(std::chrono::milliseconds timeout);

  void record(const GateOutputs& outputs);
  void start_script(const GateOutputs& before, MonotonicTime now);
  void play_script(MonotonicTime now);
  void change_input(GateInput input, bool active, MonotonicTime at);
  MonotonicTime wake_at(MonotonicTime deadline) const;
  void wait(std::unique_lock<std::mutex>& lock, std::chrono::nanoseconds by);

  const Clock& clock_;
  const std::vector<ScriptedInput> script_;
  const Pause pause_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  GateOutputs outputs_;
  std::deque<GateRecord> timeline_;
  std::array<bool, kGateInputs.size()> inputs_{};
  std::vector<GateInputEvent> unread_;
  std::vector<Passage> passages_;  // scripted, not yet over
  int failing_applies_ = 0;
  bool plugged_in_ = true;
};

}  // namespace gate
