#include "terminal/start_up_watch.h"

#include <pthread.h>

namespace gate {
namespace {

constexpr std::chrono::milliseconds kTick{10};  // as the gate thread's: an alarm waits no longer before it than after

}  // namespace

StartUpWatch::StartUpWatch(GateIo& gate_io, ScreenFeed& screen)
    : gate_io_(gate_io), screen_(screen), thread_([this](const std::stop_token& stop) { watch(stop); }) {}

StartUpWatch::~StartUpWatch() {
  const bool handed_over = !thread_.joinable();
  end();
  if (!handed_over && fire_) gate_io_.leave_released();
}

std::vector<GateInputEvent> StartUpWatch::hand_over() {
  end();
  std::vector<GateInputEvent> inputs;
  if (fire_) inputs.push_back(*fire_);
  for (const auto& newest : newest_) {
    if (!newest) continue;
    // An alarm that is over is told too, or staff could not reset it.
    const bool fire_over = newest->input == GateInput::kFireAlarm && !newest->active;
    const bool told = newest->input == GateInput::kFireAlarm && newest->active;
    if (fire_over || (newest->active && !told)) inputs.push_back(*newest);
  }
  return inputs;
}

void StartUpWatch::watch(const std::stop_token& stop) {
  pthread_setname_np(pthread_self(), "start_up");
  while (!stop.stop_requested()) {
    const auto inputs = gate_io_.wait_inputs(kTick);
    if (!inputs) std::this_thread::sleep_for(kTick);
    if (inputs)
      for (const GateInputEvent& event : *inputs) note(event);
    if (!fire_) continue;
    // With every tick: a board that was gone comes back locked.
    (void)gate_io_.apply({.lock_release = true, .green_lamp = true});
    screen_.gate.put({.state = GateState::kEmergency});
  }
}

void StartUpWatch::note(const GateInputEvent& event) {
  newest_[static_cast<std::size_t>(event.input)] = event;
  if (event.input == GateInput::kFireAlarm && event.active && !fire_) fire_ = event;
}

void StartUpWatch::end() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
}

}  // namespace gate
