#pragma once

#include <memory>
#include <opencv2/core/mat.hpp>

#include "common/result.h"
#include "vision/face_embedder.h"
#include "vision/model_store.h"

namespace gate {

/// What dlib's face recognition example does with a video, frame by frame: the HOG detector on the whole colour frame,
/// 5 landmarks, chip and net for every face of every frame. The yardstick of `gatectl bench`, nothing else. It runs on
/// the same optimised dlib and BLAS as ours, so the ratio shows what the pipeline gains, not the compiler.
/// Thread-bound.
class PlainPipeline {
 public:
  static Result<PlainPipeline> create(const ModelStore& models);
  PlainPipeline(PlainPipeline&&) noexcept;
  ~PlainPipeline();

  /// How many faces were found and embedded.
  Result<std::size_t> process(const cv::Mat& bgr);

 private:
  struct Impl;
  explicit PlainPipeline(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace gate
