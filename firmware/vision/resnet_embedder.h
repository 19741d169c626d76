#pragma once

#include "vision/face_embedder.h"
#include "vision/model_store.h"

namespace gate {

/// dlib's face recognition ResNet (29 convolutions, 128 numbers, Euclidean distance) on a 150x150 chip aligned by 5
/// points. About 10 ms a frame on OpenBLAS, 12 times that on the reference BLAS: create() warns in the log.
class ResnetEmbedder final : public FaceEmbedder {
 public:
  /// Loads the store's model of that name; any dlib face recognition net of this structure will do. Its ModelId is
  /// "<name>/<first 16 hex digits of the file's SHA-256>/5pt". Sets OpenBLAS to one thread for the whole program.
  static Result<std::unique_ptr<FaceEmbedder>> create(const ModelStore& models,
                                                      std::string_view name = "dlib-resnet-v1");

  ~ResnetEmbedder() override;
  const ModelId& model() const override { return model_; }
  Result<FaceVector> embed(const cv::Mat& bgr, const Face& face, Effort effort) override;

 private:
  struct Net;
  ResnetEmbedder(std::unique_ptr<Net> net, ModelId model);
  std::unique_ptr<Net> net_;
  ModelId model_;
};

}  // namespace gate
