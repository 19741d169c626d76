#pragma once

#include <memory>
#include <opencv2/core/mat.hpp>
#include <string_view>

#include "common/result.h"
#include "vision/face.h"
#include "vision/model_store.h"

namespace gate {

/// The supplementary liveness net, through OpenCV. One signal among others: it takes still pictures of good quality
/// apart well and errs on grey, noisy, dim and warmly lit ones, so what it says counts over many frames and never
/// alone. Optional; the net's own licence is not documented (models/README.md). Thread-bound; about 4 ms a frame.
class LivenessNet {
 public:
  /// Loads a model of the store. kNotFound without it, kUntrusted when the file is not the manifest's.
  static Result<LivenessNet> create(const ModelStore& models, std::string_view name = "fr-liveness");

  LivenessNet(LivenessNet&&) noexcept;
  LivenessNet& operator=(LivenessNet&&) noexcept;
  ~LivenessNet();

  /// How live the face looks, 0..1. `bgr`: CV_8UC3; else kInvalidInput. kInternal when the net fails.
  Result<double> live_probability(const cv::Mat& bgr, const cv::Rect& box_px);

 private:
  struct Net;
  explicit LivenessNet(std::unique_ptr<Net> net);
  std::unique_ptr<Net> net_;
};

/// The part of the picture the net looks at: the box made 2.7 times as large, or as large as fits, and shifted inside.
cv::Rect liveness_area(cv::Size picture, const cv::Rect& box_px);

}  // namespace gate
