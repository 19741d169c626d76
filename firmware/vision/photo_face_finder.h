#pragma once

#include <memory>
#include <opencv2/core/mat.hpp>
#include <optional>
#include <vector>

#include "common/result.h"
#include "vision/face_detector.h"
#include "vision/supplementary_detector.h"

namespace gate {

/// Finds the faces of a photograph of any size thoroughly, for enrolment: takes up to a second where a frame gets 10
/// ms. Faces from 1/20 of the picture to filling all of it; when the usual search finds none, a more lenient one, then
/// the supplementary net if there is one, then dlib's MMOD net. Thread-bound.
class PhotoFaceFinder {
 public:
  /// Loads the models named "5pt" and "mmod".
  static Result<PhotoFaceFinder> create(const ModelStore& models,
                                        std::optional<SupplementaryDetector> supplement = std::nullopt);

  PhotoFaceFinder(PhotoFaceFinder&&) noexcept;
  PhotoFaceFinder& operator=(PhotoFaceFinder&&) noexcept;
  ~PhotoFaceFinder();

  /// Largest first; empty when there is none. `bgr`: CV_8UC3, else kInvalidInput. kInternal when dlib fails.
  Result<std::vector<Face>> find(const cv::Mat& bgr);

 private:
  struct Mmod;
  PhotoFaceFinder(FaceDetector detector, std::unique_ptr<Mmod> mmod, std::optional<SupplementaryDetector> supplement);
  Result<std::vector<Face>> by_hog(const cv::Mat& picture, double scale) const;
  Result<std::vector<Face>> ask_supplement(const cv::Mat& picture);
  Result<std::vector<Face>> ask_mmod(const cv::Mat& picture);

  FaceDetector detector_;
  std::unique_ptr<Mmod> mmod_;
  std::optional<SupplementaryDetector> supplement_;
};

}  // namespace gate
