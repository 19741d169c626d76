#include "gate_io/simulated_gate.h"

#include <algorithm>

namespace gate {
namespace {

constexpr const char* kUnplugged = "the simulated gate is unplugged";

}  // namespace

SimulatedGate::SimulatedGate(const Clock& clock, std::vector<ScriptedInput> script, Pause pause)
    : clock_(clock), script_(std::move(script)), pause_(std::move(pause)) {}

void SimulatedGate::set_input(GateInput input, bool active) {
  {
    std::lock_guard lock(mutex_);
    const auto now = clock_.monotonic_now();
    play_script(now);
    change_input(input, active, now);
  }
  changed_.notify_all();
}

void SimulatedGate::fail_applies(int count) {
  std::lock_guard lock(mutex_);
  failing_applies_ = count;
}

void SimulatedGate::unplug() {
  {
    std::lock_guard lock(mutex_);
    plugged_in_ = false;
    record({});
  }
  changed_.notify_all();
}

void SimulatedGate::plug_in() {
  std::lock_guard lock(mutex_);
  plugged_in_ = true;
}

GateOutputs SimulatedGate::outputs() const {
  std::lock_guard lock(mutex_);
  return outputs_;
}

std::vector<GateRecord> SimulatedGate::timeline() const {
  std::lock_guard lock(mutex_);
  return {timeline_.begin(), timeline_.end()};
}

void SimulatedGate::connect() {
  std::lock_guard lock(mutex_);
  const auto now = clock_.monotonic_now();
  play_script(now);
  unread_.clear();
  for (const auto input : kGateInputs) {
    if (inputs_[static_cast<std::size_t>(input)]) unread_.push_back({input, true, now});
  }
  record({});
}

void SimulatedGate::disconnect() {
  std::lock_guard lock(mutex_);
  record({});
}

Status SimulatedGate::apply(const GateOutputs& outputs) {
  std::lock_guard lock(mutex_);
  if (!plugged_in_) return fail(ErrorCode::kDeviceLost, kUnplugged);
  if (failing_applies_ != 0) {
    if (failing_applies_ > 0) --failing_applies_;
    return fail(ErrorCode::kIo, "the simulated gate was told to fail");
  }
  record(outputs);
  return {};
}

Result<std::vector<GateInputEvent>> SimulatedGate::wait_inputs(std::chrono::milliseconds timeout) {
  std::unique_lock lock(mutex_);
  auto now = clock_.monotonic_now();
  const auto deadline = now + timeout;
  for (play_script(now); plugged_in_ && unread_.empty() && now < deadline; play_script(now)) {
    wait(lock, wake_at(deadline) - now);
    const auto then = std::exchange(now, clock_.monotonic_now());
    if (now == then) break;  // a clock that stands still would never reach the deadline
  }
  if (!plugged_in_) return fail(ErrorCode::kDeviceLost, kUnplugged);
  return std::exchange(unread_, {});
}

void SimulatedGate::record(const GateOutputs& outputs) {
  const auto now = clock_.monotonic_now();
  play_script(now);
  if (outputs == outputs_) return;
  start_script(std::exchange(outputs_, outputs), now);
  timeline_.push_back({now, outputs});
  if (timeline_.size() > kTimelineCapacity) timeline_.pop_front();
}

void SimulatedGate::start_script(const GateOutputs& before, MonotonicTime now) {
  std::erase_if(passages_, [&](const Passage& p) { return !p.begun && !is_active(outputs_, p.script.trigger); });
  for (const auto& line : script_) {
    if (is_active(before, line.trigger) || !is_active(outputs_, line.trigger)) continue;
    passages_.push_back({.script = line, .from = now + line.delay});
  }
}

void SimulatedGate::play_script(MonotonicTime now) {
  for (;;) {
    const auto next = std::ranges::min_element(passages_, {}, &Passage::next_change);
    if (next == passages_.end() || next->next_change() > now) return;
    change_input(next->script.input, !next->begun, next->next_change());
    if (next->begun) {
      passages_.erase(next);
    } else {
      next->begun = true;
    }
  }
}

void SimulatedGate::change_input(GateInput input, bool active, MonotonicTime at) {
  auto& state = inputs_[static_cast<std::size_t>(input)];
  if (std::exchange(state, active) != active) unread_.push_back({input, active, at});
}

MonotonicTime SimulatedGate::wake_at(MonotonicTime deadline) const {
  const auto next = std::ranges::min_element(passages_, {}, &Passage::next_change);
  return next == passages_.end() ? deadline : std::min(deadline, next->next_change());
}

void SimulatedGate::wait(std::unique_lock<std::mutex>& lock, std::chrono::nanoseconds by) {
  if (!pause_) {
    changed_.wait_for(lock, by);
    return;
  }
  // A test's pause may well call set_input().
  lock.unlock();
  pause_(by);
  lock.lock();
}

}  // namespace gate
