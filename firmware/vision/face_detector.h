#pragma once

#include <memory>
#include <opencv2/core/mat.hpp>
#include <vector>

#include "common/result.h"
#include "vision/face.h"
#include "vision/model_store.h"

namespace gate {

/// dlib's HOG detector for upright, frontal faces, and its 5-point landmarks. Owner: the recognition thread;
/// thread-bound (the detector works in buffers of its own). Blocks for the time of one search: 640x480 at scale 0.96
/// takes about 17 ms of a busy core here.
class FaceDetector {
 public:
  /// Loads the landmark model named "5pt" from the store (27 ms) and builds the detector (160 ms).
  static Result<FaceDetector> create(const ModelStore& models);

  FaceDetector(FaceDetector&&) noexcept;
  FaceDetector& operator=(FaceDetector&&) noexcept;
  ~FaceDetector();

  /// Smallest face box side found reliably at scale 1, px: the detector's window. Source: dlib's
  /// get_frontal_face_detector(), an 80x80 window; measured in tests/end_to_end/recognition.
  static constexpr double kSmallestFacePx = 80;

  /// Local contrast: as the picture has it, or evened out, which shows faces against a bright window or lit from one
  /// side that are missed otherwise (README.md).
  enum class Light { kAsItIs, kEvened };

  struct Search {
    double scale = 1;  ///< the picture is resized by this before the search; 0.1 to 4. Faces of 80 / scale px are found
    double threshold = 0;  ///< lowest score reported; above 0 fewer, below 0 more faces and false ones
    cv::Rect area;         ///< where in the picture to look, px; empty: everywhere
    Light light = Light::kAsItIs;
  };

  /// All faces, largest first, with landmarks at full resolution. `bgr`: CV_8UC3, not empty, else kInvalidInput.
  /// kInternal when dlib fails.
  Result<std::vector<Face>> detect(const cv::Mat& bgr, const Search& search) const;

  /// The landmarks of a face whose box another detector found.
  Result<Face> with_landmarks(const cv::Mat& bgr, cv::Rect box_px, double score) const;

 private:
  struct Impl;
  explicit FaceDetector(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace gate
