#pragma once

#include <memory>
#include <optional>

#include "common/clock.h"
#include "display/display.h"
#include "display/drm_options.h"
#include "display/kms_output.h"

namespace gate {

/// A screen on a graphics device (KMS, double-buffered, flipped at the vertical blank). Opened at first use, and again,
/// with back-off, whenever it was lost: a terminal does without a screen, and a screen plugged in later is found.
/// Thread-bound. `clock` must outlive it.
class DrmDisplay final : public Display {
 public:
  DrmDisplay(DrmOptions options, const Clock& clock, OpenKmsOutput open = open_kms_output);

  Result<cv::Size> size() override;
  Status present(const cv::Mat& bgrx) override;

 private:
  Status look_for_it();
  Status look_at_plug();
  Status show(const cv::Mat& bgrx);
  Error lose(const Error& why);

  const DrmOptions options_;
  const Clock& clock_;
  const OpenKmsOutput open_;
  std::unique_ptr<KmsOutput> output_;  // null while lost
  std::string why_lost_;
  std::optional<MonotonicTime> next_try_;
  MonotonicTime next_look_at_plug_{};
  std::chrono::milliseconds patience_;
  cv::Mat turned_;
};

}  // namespace gate
