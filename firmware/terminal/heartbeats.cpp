#include "terminal/heartbeats.h"

namespace gate {

using namespace std::chrono_literals;

static_assert(std::atomic<MonotonicTime>::is_always_lock_free);  // or the gate thread could wait for another

std::string_view to_string(TerminalThread thread) {
  switch (thread) {
    case TerminalThread::kCapture: return "capture";
    case TerminalThread::kRecognition: return "recognition";
    case TerminalThread::kGate: return "gate";
    case TerminalThread::kCodes: return "codes";
    case TerminalThread::kScreen: return "screen";
    case TerminalThread::kLoader: return "loader";
    case TerminalThread::kEvents: return "events";
  }
  return "unknown";
}

std::chrono::milliseconds longest_silence(TerminalThread thread) {
  switch (thread) {
    // A tick is 10 ms, and what it waits for is the kernel's GPIO driver alone; a board on USB or I2C may stutter.
    case TerminalThread::kGate: return 5s;
    // Capture opens a sick USB camera: the kernel waits up to 5 s for each of several answers (uvcvideo's control
    // time-outs). Recognition takes 0.1 s a frame on a small board; the first one, with every net to be warmed up, some
    // seconds when emulated. Admissions stop long before: GateTimings::recognition_timeout.
    case TerminalThread::kCapture:
    case TerminalThread::kRecognition: return 30s;
    // A picture takes some ms, opening a display with its handshake (DisplayPort, HDMI) seconds; the kernel gives up on
    // a graphics card that does not answer after 10 s at a time.
    case TerminalThread::kScreen:
    // Codes take 10 ms a frame, but at low priority beside threads that may take every core there is. The loader beats
    // between passes; its longest step is reading a trust store with ten million revocations from a slow card. Each
    // event waits for the disk, and SD cards pause for many seconds while they tidy up.
    case TerminalThread::kCodes:
    case TerminalThread::kLoader:
    case TerminalThread::kEvents: return 60s;
  }
  return 30s;
}

Heartbeats::Heartbeats(const Clock& clock) : clock_(clock) {
  for (auto& last : last_) last = kNotWaitedFor;
}

void Heartbeats::beat(TerminalThread thread) { last(thread) = clock_.monotonic_now(); }

void Heartbeats::end(TerminalThread thread) { last(thread) = kNotWaitedFor; }

std::vector<TerminalThread> Heartbeats::silent() const {
  const MonotonicTime now = clock_.monotonic_now();
  std::vector<TerminalThread> silent;
  for (const TerminalThread thread : kTerminalThreads) {
    const MonotonicTime last_beat = last_[static_cast<std::size_t>(thread)];
    if (last_beat < now && now - last_beat > longest_silence(thread)) silent.push_back(thread);
  }
  return silent;
}

}  // namespace gate
