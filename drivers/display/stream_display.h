#pragma once

#include <mutex>
#include <opencv2/core.hpp>
#include <string>

#include "display/display.h"

namespace gate {

/// A screen that others look at over the network: a demo, a test, a venue without a panel yet. It keeps the newest
/// picture for whoever asks. size() and present() are one thread's, jpeg() is thread-safe.
class StreamDisplay final : public Display {
 public:
  explicit StreamDisplay(cv::Size size) : size_(size) {}

  Result<cv::Size> size() override { return size_; }
  Status present(const cv::Mat& bgrx) override;

  /// The newest picture; empty before the first. Blocks for coding it, some ms, once a picture; present() does not wait
  /// for that. kInternal when the coder cannot.
  Result<std::string> jpeg();

 private:
  const cv::Size size_;
  std::mutex mutex_;  // of the newest picture
  cv::Mat newest_;
  bool fresh_ = false;
  std::mutex coding_;  // of what follows
  cv::Mat taken_;
  std::string coded_;
};

}  // namespace gate
