#pragma once

#include <array>
#include <atomic>
#include <filesystem>
#include <memory>
#include <opencv2/core.hpp>
#include <thread>

#include "common/mailbox.h"
#include "display/display.h"
#include "screen/painter.h"
#include "screen/screen_loop.h"

namespace gate {

/// 800x480 in memory: takes pictures as a dumb buffer would, and says since when its background is another one.
class BenchDisplay final : public Display {
 public:
  Result<cv::Size> size() override { return cv::Size(800, 480); }
  Status present(const cv::Mat& bgrx) override;
  Mailbox<MonotonicTime>& changes() { return changes_; }
  int presented() const { return presented_; }

 private:
  std::array<cv::Mat, 2> buffers_;
  cv::Vec4b corner_{};
  std::atomic<int> presented_ = 0;
  Mailbox<MonotonicTime> changes_;
};

/// The visitor screen as a terminal has it, on a thread of its own for as long as this lives.
class BenchScreen {
 public:
  /// Errors as Painter::open().
  static Result<std::unique_ptr<BenchScreen>> start(const std::filesystem::path& languages);

  ScreenFeed& feed() { return feed_; }
  BenchDisplay& display() { return display_; }
  /// Of its thread, so far.
  std::chrono::duration<double> cpu_time();

 private:
  explicit BenchScreen(std::unique_ptr<Painter> painter);

  const SystemClock clock_;
  ScreenFeed feed_;
  BenchDisplay display_;
  const std::unique_ptr<Painter> painter_;
  ScreenLoop loop_;
  std::jthread thread_;  // last: it ends first
};

}  // namespace gate
