#pragma once

#include <memory>
#include <thread>

#include "config/config.h"
#include "screen/screen_loop.h"
#include "terminal/event_stream.h"
#include "terminal/heartbeats.h"

namespace gate {

/// The visitor screen of the configuration and its thread, or nothing at all where there is none. Owned by main.
class VisitorScreen {
 public:
  /// Errors: languages or font that cannot be used, by file. A display that is not there is none: it is looked for.
  /// `heartbeats` and `clock` must outlive it.
  static Result<std::unique_ptr<VisitorScreen>> open(const ScreenConfig& config, SetUp set_up, Heartbeats& heartbeats,
                                                     const Clock& clock);

  /// What the terminal's threads put; null without a screen.
  ScreenFeed* feed() { return loop_ ? &feed_ : nullptr; }

  /// Starts the thread; a lost display is told to `lost`, once a loss, from that thread.
  void start(std::function<void(const Error&)> lost);

  /// The thread goes on telling `events` of a lost display, for as long as what is returned lives; then it ends.
  [[nodiscard]] std::unique_ptr<VisitorScreen, void (*)(VisitorScreen*)> show_for(EventStream& events);

 private:
  explicit VisitorScreen(Heartbeats& heartbeats) : alive_(heartbeats, TerminalThread::kScreen) {}
  void stop();

  const Pulse alive_;
  ScreenFeed feed_;
  std::unique_ptr<Display> display_;
  std::unique_ptr<Painter> painter_;
  std::unique_ptr<ScreenLoop> loop_;
  std::jthread thread_;
};

}  // namespace gate
