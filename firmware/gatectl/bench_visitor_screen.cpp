#include "gatectl/bench_visitor_screen.h"

#include <ctime>

#include "config/config.h"

namespace gate {

Status BenchDisplay::present(const cv::Mat& bgrx) {
  bgrx.copyTo(buffers_[presented_ % 2]);
  const auto& corner = bgrx.at<cv::Vec4b>(2, 2);
  if (corner != corner_) changes_.put(std::chrono::steady_clock::now());
  corner_ = corner;
  ++presented_;
  return {};
}

Result<std::unique_ptr<BenchScreen>> BenchScreen::start(const std::filesystem::path& languages) {
  const ScreenConfig usual;
  auto painter = Painter::open(languages, usual.languages, usual.font);
  if (!painter) return fail(painter.error());
  return std::unique_ptr<BenchScreen>(new BenchScreen(*std::move(painter)));
}

BenchScreen::BenchScreen(std::unique_ptr<Painter> painter)
    : painter_(std::move(painter)),
      loop_({&display_, painter_.get(), feed_, clock_}, SetUp::kDone),
      thread_([this](const std::stop_token& stop) {
        loop_.run(stop, {[](const Error&) {}, [] {}});
      }) {}

std::chrono::duration<double> BenchScreen::cpu_time() {
  clockid_t clock{};
  timespec used{};
  if (pthread_getcpuclockid(thread_.native_handle(), &clock) != 0 || clock_gettime(clock, &used) != 0) return {};
  return std::chrono::duration<double>(static_cast<double>(used.tv_sec) + 1e-9 * static_cast<double>(used.tv_nsec));
}

}  // namespace gate
