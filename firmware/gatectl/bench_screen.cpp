// gatectl bench --screen: from a decision to the changed picture, and what the screen's thread costs.
#include <array>
#include <atomic>
#include <ctime>
#include <opencv2/core.hpp>
#include <thread>

#include "config/config.h"
#include "display/display.h"
#include "gatectl/bench_steps.h"
#include "screen/screen_loop.h"

namespace gate {
namespace {

using std::chrono::milliseconds;

const cv::Size kScreen{800, 480};
const cv::Size kCamera{640, 480};
constexpr milliseconds kCameraPeriod{33};

/// Takes pictures as a dumb buffer would, and says since when its background is another one.
class WatchedDisplay final : public Display {
 public:
  Result<cv::Size> size() override { return kScreen; }
  Status present(const cv::Mat& bgrx) override {
    bgrx.copyTo(buffers_[presented_ % 2]);
    const auto corner = bgrx.at<cv::Vec4b>(2, 2);
    if (corner != corner_) changes_.put(std::chrono::steady_clock::now());
    corner_ = corner;
    ++presented_;
    return {};
  }
  Mailbox<MonotonicTime>& changes() { return changes_; }
  int presented() const { return presented_; }

 private:
  std::array<cv::Mat, 2> buffers_;
  cv::Vec4b corner_{};
  std::atomic<int> presented_ = 0;
  Mailbox<MonotonicTime> changes_;
};

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

std::chrono::duration<double> cpu_time_of(pthread_t thread) {
  clockid_t clock{};
  timespec used{};
  if (pthread_getcpuclockid(thread, &clock) != 0 || clock_gettime(clock, &used) != 0) return {};
  return std::chrono::duration<double>(static_cast<double>(used.tv_sec) + 1e-9 * static_cast<double>(used.tv_nsec));
}

/// Visitors are looked at, admitted or refused, one after the other; every decision is timed.
Timings time_decisions(ScreenFeed& feed, WatchedDisplay& display, std::size_t decisions) {
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
  const ScreenConfig usual;
  auto painter = Painter::open(options.languages, usual.languages, usual.font);
  if (!painter) return fail(painter.error());
  const SystemClock clock;
  ScreenFeed feed;
  WatchedDisplay display;
  ScreenLoop loop({&display, painter->get(), feed, clock}, SetUp::kDone);
  std::jthread screen([&](const std::stop_token& stop) { loop.run(stop, {[](const Error&) {}, [] {}}); });
  std::jthread camera([&](const std::stop_token& stop) { play_frames(feed, stop); });

  feed.gate.put({.state = GateState::kIdle, .camera = GateView::Camera::kGood});
  std::this_thread::sleep_for(milliseconds{500});
  const auto used = cpu_time_of(screen.native_handle());
  const int before = display.presented();
  const auto began = std::chrono::steady_clock::now();
  std::this_thread::sleep_for(std::chrono::seconds(options.seconds));
  const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - began;
  const double share = (cpu_time_of(screen.native_handle()) - used) / passed;
  const double pictures = (display.presented() - before) / passed.count();

  const Timings timings = time_decisions(feed, display, options.decisions);
  return BenchReport{
      {"pictures_per_second", pictures}, {"share_of_one_core", share}, {"decision_to_changed_picture", timings.json()}};
}

}  // namespace gate
