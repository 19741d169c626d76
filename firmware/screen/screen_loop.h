#pragma once

#include <functional>
#include <stop_token>

#include "display/display.h"
#include "screen/calm_scenes.h"
#include "screen/painter.h"
#include "screen/scene_sounds.h"
#include "screen/screen_feed.h"

namespace gate {

/// The thread `screen`: what the terminal does and sees, onto a display, up to 25 pictures a second, and for the ears;
/// nothing new, no picture and no sound. It owns display and painter, waits for nobody and is waited for by nobody. A
/// lost display is told once and looked for again.
class ScreenLoop {
 public:
  struct Parts {
    Display* display;  ///< null: there is no screen, only sounds …
    Painter* painter;  ///< … and then no painter either
    ScreenFeed& feed;
    const Clock& clock;
    SceneSounds* sounds = nullptr;  ///< null: there are none
  };
  /// Who listens while it runs; called from its thread.
  struct Listeners {
    std::function<void(const Error&)> lost;  ///< the display, once a loss
    std::function<void()> alive;             ///< every round
  };
  static constexpr std::chrono::milliseconds kFramePeriod{40};
  static constexpr std::chrono::milliseconds kRound{10};   ///< a decision waits at most this long to be painted
  static constexpr std::chrono::seconds kLanguageTurn{3};  ///< each language's turn, where they do not stand together

  ScreenLoop(Parts parts, SetUp set_up) : parts_(std::move(parts)) { state_.set_up = set_up; }

  /// Until `stop` is asked for.
  void run(const std::stop_token& stop, const Listeners& listeners);

  /// One round: takes what is new, waiting for it up to `patience`, and shows it. The display's loss, once a loss.
  std::optional<Error> look(std::chrono::milliseconds patience);

 private:
  void take_news(std::chrono::milliseconds patience);
  VisitorView visitor() const;
  Status show(const Scene& wanted, MonotonicTime now);
  void paint(const Scene& scene, std::size_t turn);

  Parts parts_;
  ScreenState state_;  // of the visitor: what recognition said last
  std::optional<Reason> last_reason_;
  CalmScenes calm_;
  cv::Mat canvas_;
  Frame frame_;
  const unsigned char* code_ = nullptr;  // shown: its pixels
  std::string digits_;                   // shown
  bool new_frame_ = false;
  MonotonicTime next_frame_at_{};
  std::optional<Scene> scene_;  // on the canvas and the display; nothing: to be painted anew
  std::size_t turn_ = 0;        // … in which language's turn
  MonotonicTime scene_since_{};
  bool lost_ = false;
};

}  // namespace gate
