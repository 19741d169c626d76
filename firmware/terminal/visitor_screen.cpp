#include "terminal/visitor_screen.h"

#include "display/drm_display.h"

namespace gate {

Result<std::unique_ptr<VisitorScreen>> VisitorScreen::open(const ScreenConfig& config, SetUp set_up, Parts parts) {
  std::unique_ptr<VisitorScreen> screen(new VisitorScreen);
  if (config.kind == ScreenKind::kNone && parts.sound == nullptr) return screen;
  if (Status opened = screen->open_display(config, parts.clock); !opened) return fail(opened.error());
  if (parts.sound != nullptr) screen->sounds_ = std::make_unique<SceneSounds>(*parts.sound);
  screen->loop_ = std::make_unique<ScreenLoop>(
      ScreenLoop::Parts{screen->display_.get(), screen->painter_.get(), parts.feed, parts.clock, screen->sounds_.get()},
      set_up);
  screen->thread_ = std::jthread([&loop = *screen->loop_, alive = Pulse(parts.heartbeats, TerminalThread::kScreen),
                                  lost = std::move(parts.lost)](const std::stop_token& stop) {
    loop.run(stop, {.lost = lost, .alive = [&] { alive.beat(); }});
    alive.end();
  });
  return screen;
}

Status VisitorScreen::open_display(const ScreenConfig& config, const Clock& clock) {
  if (config.kind == ScreenKind::kNone) return {};
  auto painter = Painter::open(config.language_directory, config.languages, config.font, config.text_scale);
  if (!painter) return fail(painter.error().code, "screen." + painter.error().message);
  painter_ = *std::move(painter);
  if (config.kind == ScreenKind::kDrm) display_ = std::make_unique<DrmDisplay>(config.drm, clock);
  if (config.kind == ScreenKind::kDrm) return {};
  auto stream = std::make_unique<StreamDisplay>(config.stream_size);
  stream_ = stream.get();
  display_ = std::move(stream);
  return {};
}

std::function<Result<std::string>()> VisitorScreen::picture() const {
  if (stream_ == nullptr) return nullptr;
  return [stream = stream_] { return stream->jpeg(); };
}

}  // namespace gate
