#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <opencv2/core/mat.hpp>

#include "common/result.h"

namespace gate {

/// One connected screen with two buffers, as the kernel gives it: the only way DrmDisplay reaches the kernel, and where
/// tests put one of their own. Thread-bound. After an error it is of no use any more.
class KmsOutput {
 public:
  virtual ~KmsOutput() = default;

  /// Of its mode, px, as the panel scans it.
  virtual cv::Size size() const = 0;
  /// The buffer that is not on the screen, CV_8UC4; to be written, not read: it is slow memory. Waits until the last
  /// flip is done, 100 ms at the most; then kDeviceLost.
  virtual Result<cv::Mat> back() = 0;
  /// Puts that buffer on the screen at the next vertical blank. Does not wait for it. Error: kDeviceLost.
  virtual Status flip() = 0;
  /// Whether the screen is still plugged in, as far as the kernel knows by now: it hears of a plug, or looks itself
  /// every few seconds. Does not block for asking the screen.
  virtual bool connected() = 0;
};

using OpenKmsOutput = std::function<Result<std::unique_ptr<KmsOutput>>(const std::filesystem::path& device)>;

/// The first connected screen of a graphics device, in the mode it prefers, through KMS dumb buffers (drm-kms(7)): no
/// graphics library, no acceleration. Errors: kNotFound (no such device, no screen connected), kUnsupported (the device
/// has no dumb buffers), kIo (permission; another program owns the screen).
Result<std::unique_ptr<KmsOutput>> open_kms_output(const std::filesystem::path& device);

}  // namespace gate
