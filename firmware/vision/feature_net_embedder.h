#pragma once

#include "vision/face_embedder.h"
#include "vision/model_store.h"

namespace gate {

/// The supplementary face net (512 numbers, brought to length 1) on a 112x112 picture aligned by 5 points: a second
/// opinion beside ResnetEmbedder. About 7 ms a frame on one core. models/README.md says what is known of its origin.
class FeatureNetEmbedder final : public FaceEmbedder {
 public:
  /// Loads the store's model of that name. Its ModelId is "<name>/<first 16 hex digits of the SHA-256>/similarity".
  static Result<std::unique_ptr<FaceEmbedder>> create(const ModelStore& models, std::string_view name = "fr-feature");

  ~FeatureNetEmbedder() override;
  const ModelId& model() const override { return model_; }
  Result<FaceVector> embed(const cv::Mat& bgr, const Face& face, Effort effort) override;

 private:
  struct Net;
  FeatureNetEmbedder(std::unique_ptr<Net> net, ModelId model);
  std::unique_ptr<Net> net_;
  ModelId model_;
};

}  // namespace gate
