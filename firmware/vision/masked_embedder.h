#pragma once

#include <memory>

#include "vision/face_embedder.h"

namespace gate {

/// The model of masked faces that goes with a bare one: "fr-feature/87aacdfe57510db2/similarity+mask". Bare and masked
/// vectors are of different models and never compared by accident.
ModelId masked_model(const ModelId& bare);

/// The same numbers under the masked id: for a frame whose face turns out to wear a mask once it has been embedded.
Result<FaceVector> as_masked(const FaceVector& bare);

/// Another embedder's vectors for faces that wear a mask, under the model's masked id. A photograph at enrolment shows
/// the face bare: masks are painted on it, and the vector is the mean over all of enrolment_masks(). A frame at the
/// gate is embedded as it is: only one judged masked (MaskDetector) should be. Thread-bound, as the embedder it
/// borrows.
class MaskedEmbedder final : public FaceEmbedder {
 public:
  explicit MaskedEmbedder(FaceEmbedder& bare) : bare_(bare), model_(masked_model(bare.model())) {}

  const ModelId& model() const override { return model_; }
  /// kPhoto takes four times the embedder's kFrame. Errors as the embedder's.
  Result<FaceVector> embed(const cv::Mat& bgr, const Face& face, Effort effort) override;

 private:
  Result<FaceVector> painted(const cv::Mat& bgr, const Face& face);

  FaceEmbedder& bare_;
  ModelId model_;
};

}  // namespace gate
