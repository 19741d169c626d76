#include "terminal/visitor_screen.h"

#include "display/drm_display.h"

namespace gate {

Result<std::unique_ptr<VisitorScreen>> VisitorScreen::open(const ScreenConfig& config, SetUp set_up,
                                                           Heartbeats& heartbeats, const Clock& clock) {
  std::unique_ptr<VisitorScreen> screen(new VisitorScreen(heartbeats));
  if (config.kind == ScreenKind::kNone) return screen;
  auto languages = Language::load_all(config.language_directory, config.languages);
  if (!languages) return fail(languages.error(), "screen.languages");
  auto font = Font::open(config.font);
  if (!font) return fail(font.error(), "screen.font");
  auto painter = Painter::create(*std::move(font), *std::move(languages), config.text_scale);
  if (!painter) return fail(painter.error(), "screen");
  screen->painter_ = *std::move(painter);
  screen->display_ = std::make_unique<DrmDisplay>(config.drm, clock);
  screen->loop_ = std::make_unique<ScreenLoop>(
      ScreenLoop::Parts{*screen->display_, *screen->painter_, screen->feed_, clock}, set_up);
  return screen;
}

void VisitorScreen::start(std::function<void(const Error&)> lost) {
  if (!loop_) return;
  stop();
  thread_ = std::jthread([this, lost = std::move(lost)](const std::stop_token& over) {
    loop_->run(over, {.lost = lost, .alive = [this] { alive_.beat(); }});
    alive_.end();
  });
}

std::unique_ptr<VisitorScreen, void (*)(VisitorScreen*)> VisitorScreen::show_for(EventStream& events) {
  start([&events](const Error& error) { events.error("screen", error); });
  return {this, [](VisitorScreen* screen) { screen->stop(); }};
}

void VisitorScreen::stop() {
  if (!thread_.joinable()) return;
  thread_.request_stop();
  thread_.join();
}

}  // namespace gate
