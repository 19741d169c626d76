#pragma once

#include <array>
#include <opencv2/core/mat.hpp>

#include "vision/face.h"

namespace gate {

/// What the lower half of a face shows, measured on a small aligned picture of it in CIE Lab, against the skin around
/// the eyes; each about -3 to 3 for faces with and without a mask. In this order: how far its colour is from the skin's
/// (chroma; a; b; L; |L|); how much redder the mouth is than around it; how dark the mouth's line is, and the nostrils;
/// the strongest edge below the eyes (cheeks; nose); how colours differ within it; its contrast.
struct LowerFace {
  static constexpr std::size_t kMeasures = 12;
  std::array<double, kMeasures> values{};
};

/// Reentrant; about 0.3 ms. `bgr`: the CV_8UC3 picture the face was found in.
LowerFace measure_lower_face(const cv::Mat& bgr, const Face& face);

/// Tells faces whose mouth and nose are covered by a mask: by colour, edges and texture of the lower half, weighed by a
/// logistic rule. mask_detector.cpp says what its weights were fitted to, README.md how often it errs.
struct MaskDetector {
  double threshold = 0.5;

  /// 0 bare .. 1 masked. Reentrant; about 0.3 ms.
  static double probability(const cv::Mat& bgr, const Face& face);
  bool is_masked(const cv::Mat& bgr, const Face& face) const { return probability(bgr, face) >= threshold; }
};

}  // namespace gate
