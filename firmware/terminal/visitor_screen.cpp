#include "terminal/visitor_screen.h"

#include "display/drm_display.h"

namespace gate {

Result<std::unique_ptr<VisitorScreen>> VisitorScreen::open(const ScreenConfig& config, SetUp set_up, Parts parts) {
  std::unique_ptr<VisitorScreen> screen(new VisitorScreen);
  if (config.kind == ScreenKind::kNone) return screen;
  auto painter = Painter::open(config.language_directory, config.languages, config.font, config.text_scale);
  if (!painter) return fail(painter.error().code, "screen." + painter.error().message);
  screen->painter_ = *std::move(painter);
  screen->display_ = std::make_unique<DrmDisplay>(config.drm, parts.clock);
  screen->loop_ = std::make_unique<ScreenLoop>(
      ScreenLoop::Parts{*screen->display_, *screen->painter_, parts.feed, parts.clock}, set_up);
  screen->thread_ = std::jthread([&loop = *screen->loop_, alive = Pulse(parts.heartbeats, TerminalThread::kScreen),
                                  lost = std::move(parts.lost)](const std::stop_token& stop) {
    loop.run(stop, {.lost = lost, .alive = [&] { alive.beat(); }});
    alive.end();
  });
  return screen;
}

}  // namespace gate
