#pragma once

#include <memory>
#include <opencv2/core/mat.hpp>
#include <optional>
#include <string_view>
#include <vector>

#include "common/result.h"
#include "vision/face.h"
#include "vision/face_detector.h"
#include "vision/model_store.h"
#include "vision/net_boxes.h"

namespace gate {

/// A small face detection net (input 320x240) that finds what dlib's HOG does not: masked, turned, dark faces. It also
/// finds faces in cups, clouds and dogs: what one look says is a candidate, and closer_looks() say how much of a face
/// it is. A supplement: models/README.md says what is known of its origin. Thread-bound. A look takes about 4 ms of one
/// core, whatever the picture's size.
class SupplementaryDetector {
 public:
  /// Loads the store's model of that name.
  static Result<SupplementaryDetector> create(const ModelStore& models, std::string_view name = "fr-detect");
  /// … nothing when the store does not have it: the terminal works without.
  static Result<std::optional<SupplementaryDetector>> if_present(const ModelStore& models);

  SupplementaryDetector(SupplementaryDetector&&) noexcept;
  SupplementaryDetector& operator=(SupplementaryDetector&&) noexcept;
  ~SupplementaryDetector();

  /// Where the net looks, px; may reach beyond the picture, where all is grey: a face that fills the picture is found
  /// only with a margin around it.
  static cv::Rect all_of(const cv::Mat& bgr);
  static cv::Rect with_margin(const cv::Mat& bgr);  ///< half of the shorter side on all sides

  /// One look: what the net itself says, doubles left out, best first, in px of the picture. `bgr`: CV_8UC3, not empty,
  /// else kInvalidInput. kInternal when the net fails.
  Result<std::vector<NetBox>> look(const cv::Mat& bgr, const cv::Rect& area, double lowest_score);

  /// One look: faces of at least that size (box side) with plausible landmarks, largest first, with dlib's landmarks at
  /// full resolution. Candidates: not to be believed without closer looks. Errors as look().
  Result<std::vector<Face>> candidates(const cv::Mat& bgr, const FaceDetector& landmarks, const cv::Rect& area,
                                       double smallest_px);

  /// The net's scores (0: no face there) for the face in that box, looked at from `first` on in `count` of kCloserLooks
  /// ways: at five sizes, mirrored and not. Errors as look().
  Result<std::vector<double>> closer_looks(const cv::Mat& bgr, const cv::Rect& face_px, std::size_t first,
                                           std::size_t count);
  static constexpr std::size_t kCloserLooks = 10;

  /// A face sought near the box it had a moment ago: one look or two, at most one face. Errors as look().
  Result<std::vector<Face>> follow(const cv::Mat& bgr, const FaceDetector& landmarks, const cv::Rect& last_px);

 private:
  struct Net;
  explicit SupplementaryDetector(std::unique_ptr<Net> net);

  std::unique_ptr<Net> net_;
};

}  // namespace gate
