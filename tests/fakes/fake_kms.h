#pragma once

#include <memory>

#include "display/kms_output.h"

namespace gate {

/// A graphics device in memory, and the panel that is plugged into it. It outlives what opens it.
struct FakeKms {
  cv::Size mode{800, 480};
  bool plugged = true;  ///< all that a pulled plug changes is what the connector says: buffers flip as before
  bool flips = true;    ///< a test may clear it: flips fail, as when the card hangs
  cv::Mat on_screen;    ///< what a visitor sees, as the panel scans it
  int opened = 0;       ///< tries so far, those that failed too

  std::function<Result<std::unique_ptr<KmsOutput>>(const std::filesystem::path&)> opener();
};

class FakeKmsOutput final : public KmsOutput {
 public:
  explicit FakeKmsOutput(FakeKms& kms) : kms_(kms), mode_(kms.mode), back_(kms.mode, CV_8UC4) {}

  cv::Size size() const override { return mode_; }
  Result<cv::Mat> back() override { return back_; }
  bool connected() override { return kms_.plugged; }
  Status flip() override {
    if (!kms_.flips) return fail(ErrorCode::kDeviceLost, "the fake panel does not flip");
    back_.copyTo(kms_.on_screen);
    return {};
  }

 private:
  FakeKms& kms_;
  const cv::Size mode_;
  cv::Mat back_;
};

inline std::function<Result<std::unique_ptr<KmsOutput>>(const std::filesystem::path&)> FakeKms::opener() {
  return [this](const std::filesystem::path& device) -> Result<std::unique_ptr<KmsOutput>> {
    ++opened;
    if (!plugged) return fail(ErrorCode::kNotFound, device.string() + ": no screen is connected");
    return std::make_unique<FakeKmsOutput>(*this);
  };
}

}  // namespace gate
