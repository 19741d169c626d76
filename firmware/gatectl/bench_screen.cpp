// gatectl bench --screen: from a decision to the changed picture, and what the screen's thread costs.
#include <thread>

#include "gatectl/bench_steps.h"
#include "gatectl/bench_visitor_screen.h"

namespace gate {
namespace {

using std::chrono::milliseconds;

const cv::Size kCamera{640, 480};

/// A camera's frames, noise so that nothing is cheaper than it is, until told to stop.
void play_frames(ScreenFeed& feed, const std::stop_token& stop) {
  cv::Mat noise(kCamera, CV_8UC3);
  cv::randu(noise, 0, 255);
  auto next = std::chrono::steady_clock::now();
  for (std::uint64_t id = 0; !stop.stop_requested(); ++id) {
    feed.frames.put({noise, FrameId{id}, std::chrono::steady_clock::now()});
    std::this_thread::sleep_until(next += kCameraPeriod);
  }
}

/// Visitors are looked at, admitted or refused, one after the other; every decision is timed.
Timings time_decisions(ScreenFeed& feed, BenchDisplay& display, std::size_t decisions) {
  Timings timings;
  for (std::size_t i = 0; i < decisions; ++i) {
    feed.gate.put({.state = GateState::kObserving, .camera = GateView::Camera::kGood});
    feed.visitor.put({.somebody = true, .reason = Reason::kTooFar});
    std::this_thread::sleep_for(milliseconds(60 + i * 7 % 40));  // so that decisions fall anywhere between two frames
    (void)display.changes().take(milliseconds{0});
    const auto decided = std::chrono::steady_clock::now();
    feed.visitor.put({.somebody = true, .reason = i % 2 == 0 ? Reason::kAdmitted : Reason::kTooFewDoses});
    feed.gate.put({.state = i % 2 == 0 ? GateState::kOpen : GateState::kRefused, .camera = GateView::Camera::kGood});
    if (const auto changed = display.changes().take(milliseconds{1000})) timings.add(*changed - decided);
  }
  return timings;
}

}  // namespace

Result<BenchReport> bench_screen(const ScreenBenchOptions& options) {
  const auto screen = BenchScreen::start(options.languages);
  if (!screen) return fail(screen.error());
  ScreenFeed& feed = (*screen)->feed();
  BenchDisplay& display = (*screen)->display();
  const std::jthread camera([&](const std::stop_token& stop) { play_frames(feed, stop); });

  feed.gate.put({.state = GateState::kIdle, .camera = GateView::Camera::kGood});
  std::this_thread::sleep_for(milliseconds{500});
  const auto used = (*screen)->cpu_time();
  const int before = display.presented();
  const auto began = std::chrono::steady_clock::now();
  std::this_thread::sleep_for(std::chrono::seconds(options.seconds));
  const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - began;
  const double share = ((*screen)->cpu_time() - used) / passed;
  const double pictures = (display.presented() - before) / passed.count();

  const Timings timings = time_decisions(feed, display, options.decisions);
  return BenchReport{
      {"pictures_per_second", pictures}, {"share_of_one_core", share}, {"decision_to_changed_picture", timings.json()}};
}

}  // namespace gate
