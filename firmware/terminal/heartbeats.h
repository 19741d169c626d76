#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <string_view>
#include <vector>

#include "common/clock.h"

namespace gate {

/// The terminal's threads that can hang; `upkeep`, which looks after them, is looked after by the watchdogs.
enum class TerminalThread { kCapture, kRecognition, kGate, kCodes, kScreen, kLoader, kEvents };
inline constexpr std::array kTerminalThreads{
    TerminalThread::kCapture, TerminalThread::kRecognition, TerminalThread::kGate,  TerminalThread::kCodes,
    TerminalThread::kScreen,  TerminalThread::kLoader,      TerminalThread::kEvents};

/// "capture", "recognition", …
std::string_view to_string(TerminalThread thread);

/// How long `thread` may be silent before it counts as hung. Far above what it ever takes, for what follows (but for
/// the screen's) is a restart, and far below an attendant's patience: the .cpp says for each what its longest step is.
std::chrono::milliseconds longest_silence(TerminalThread thread);

/// When each thread last said that it goes on. Thread-safe, never blocks. A thread counts from its first beat until it
/// ends by plan.
class Heartbeats {
 public:
  explicit Heartbeats(const Clock& clock);

  void beat(TerminalThread thread);
  /// The thread ends by plan: it is not waited for.
  void end(TerminalThread thread);
  /// Those that have been silent for too long, in the order above.
  std::vector<TerminalThread> silent() const;

 private:
  std::atomic<MonotonicTime>& last(TerminalThread thread) { return last_[static_cast<std::size_t>(thread)]; }

  static constexpr MonotonicTime kNotWaitedFor = MonotonicTime::max();

  const Clock& clock_;
  std::array<std::atomic<MonotonicTime>, kTerminalThreads.size()> last_;
};

/// One thread's way to its heartbeats; as default constructed it beats for nobody. What it refers to must outlive it.
class Pulse {
 public:
  Pulse() = default;
  Pulse(Heartbeats& heartbeats, TerminalThread thread) : heartbeats_(&heartbeats), thread_(thread) {}

  void beat() const {
    if (heartbeats_ != nullptr) heartbeats_->beat(thread_);
  }
  void end() const {
    if (heartbeats_ != nullptr) heartbeats_->end(thread_);
  }

 private:
  Heartbeats* heartbeats_ = nullptr;
  TerminalThread thread_{};
};

/// The pulse of `thread`; of nobody where there are no heartbeats.
inline Pulse pulse_of(Heartbeats* heartbeats, TerminalThread thread) {
  return heartbeats != nullptr ? Pulse(*heartbeats, thread) : Pulse{};
}

}  // namespace gate
