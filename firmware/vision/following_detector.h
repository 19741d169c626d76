#pragma once

#include <chrono>
#include <optional>

#include "camera/frame.h"
#include "vision/face_detector.h"
#include "vision/supplementary_follower.h"

namespace gate {

/// Finds faces in a stream of frames with the least work: the whole frame now and then, and in between, while exactly
/// one face is in view, only around it. A newcomer is seen within `whole_every`; a lost face is looked for in the whole
/// of the same frame; while nobody is found, every other frame is searched with its light evened out. With a
/// supplement, frames in which HOG finds nobody near are shown to it ten times a second, and a face that only it sees
/// counts once it is believed (SupplementaryFollower). Owner: the recognition thread; thread-bound.
class FollowingDetector {
 public:
  /// `scale`: for whole frames, from search_scale(). `whole_every` 0: every frame whole. `supplement`: may be absent.
  FollowingDetector(FaceDetector detector, double scale,
                    std::chrono::milliseconds whole_every = std::chrono::milliseconds(200),
                    std::optional<SupplementaryDetector> supplement = std::nullopt);

  /// All faces in view, largest first. Errors as FaceDetector::detect.
  Result<std::vector<Face>> detect(const Frame& frame);

 private:
  Result<std::vector<Face>> near_last(const Frame& frame) const;
  Result<std::vector<Face>> whole(const Frame& frame);
  Status supplement_missing(const Frame& frame, std::vector<Face>& faces);

  FaceDetector detector_;
  double scale_;
  std::chrono::milliseconds whole_every_;
  std::optional<SupplementaryFollower> supplement_;
  std::optional<cv::Rect> alone_;                             ///< where the only face in view was, found by HOG
  std::optional<cv::Rect> supplied_;                          ///< … by the supplement
  FaceDetector::Light light_ = FaceDetector::Light::kAsItIs;  ///< in which HOG found a face last, or looks next
  MonotonicTime whole_at_;
};

}  // namespace gate
