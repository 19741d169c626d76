#pragma once

#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "config/config.h"
#include "display/stream_display.h"
#include "screen/screen_loop.h"
#include "terminal/heartbeats.h"

namespace gate {

/// The visitor screen of the configuration, what visitors hear, and their thread; or nothing at all where there is
/// neither. Owned by main.
class VisitorScreen {
 public:
  /// All must outlive it.
  struct Parts {
    ScreenFeed& feed;
    Heartbeats& heartbeats;
    const Clock& clock;
    std::function<void(const Error&)> lost;  ///< told of a lost display, once a loss, by the screen's thread
    SoundOutput* sound = nullptr;            ///< null: nothing is heard
  };

  /// Shows at once what the feed says. Errors: languages or font that cannot be used, by file. A display that is not
  /// there is none: it is looked for.
  static Result<std::unique_ptr<VisitorScreen>> open(const ScreenConfig& config, SetUp set_up, Parts parts);

  /// What is on a screen of kind "stream", as JPEG; thread-safe, blocks for coding it. Empty for every other screen.
  std::function<Result<std::string>()> picture() const;

 private:
  VisitorScreen() = default;
  Status open_display(const ScreenConfig& config, const Clock& clock);

  std::unique_ptr<Display> display_;
  StreamDisplay* stream_ = nullptr;  ///< display_, where it is one
  std::unique_ptr<Painter> painter_;
  std::unique_ptr<SceneSounds> sounds_;
  std::unique_ptr<ScreenLoop> loop_;
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace gate
