#pragma once

#include "display/display.h"

namespace gate {

/// A screen that is only memory: for tests. Thread-bound.
class MemoryDisplay final : public Display {
 public:
  explicit MemoryDisplay(cv::Size size) : size_(size) {}

  Result<cv::Size> size() override;
  Status present(const cv::Mat& bgrx) override;

  /// The newest picture; empty before the first.
  const cv::Mat& shown() const { return shown_; }
  int presented() const { return presented_; }  ///< pictures so far

  /// As if the plug were pulled, and put back with a screen of `size`.
  void unplug() { plugged_ = false; }
  void plug(cv::Size size);

 private:
  cv::Size size_;
  cv::Mat shown_;
  int presented_ = 0;
  bool plugged_ = true;
};

}  // namespace gate
