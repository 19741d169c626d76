#pragma once

#include <memory>
#include <opencv2/core/mat.hpp>
#include <span>

#include "common/result.h"
#include "templates/face_template.h"
#include "vision/face.h"

namespace gate {

/// How much work a vector is worth.
enum class Effort {
  kFrame,  ///< one of many frames of a visitor: quick; the frames are fused
  kPhoto,  ///< one of few photographs, at enrolment: thorough
};

/// Turns a face into one model's numbers. Implementations are named by their net; several stand side by side and each
/// adds a vector to the template. Thread-bound: owned and called by one thread.
class FaceEmbedder {
 public:
  virtual ~FaceEmbedder() = default;
  virtual const ModelId& model() const = 0;
  /// `bgr`: the CV_8UC3 picture the face was found in. kInvalidInput for another kind, kInternal when the net fails.
  virtual Result<FaceVector> embed(const cv::Mat& bgr, const Face& face, Effort effort) = 0;
};

/// The face as one vector per embedder; an error of any of them is the result.
Result<FaceTemplate> embed(std::span<const std::unique_ptr<FaceEmbedder>> embedders, const cv::Mat& bgr,
                           const Face& face, Effort effort);

}  // namespace gate
