#pragma once

#include <optional>
#include <vector>

#include "camera/frame.h"
#include "vision/face_evidence.h"
#include "vision/supplementary_detector.h"

namespace gate {

/// Lets the supplementary detector watch a stream of frames within a budget: ten times a second a look for a face near
/// the camera, two looks a frame (10 ms) at a candidate until it is believed or given up, one or two to follow a face
/// that is believed. The largest candidate comes first; one that was given up is passed over for a second. Owner:
/// FollowingDetector; thread-bound.
class SupplementaryFollower {
 public:
  explicit SupplementaryFollower(SupplementaryDetector detector) : detector_(std::move(detector)) {}

  /// Looks at a frame, or not, as the budget has it. The face that is believed; empty while there is none. Errors as
  /// SupplementaryDetector::look.
  Result<std::vector<Face>> look(const Frame& frame, const FaceDetector& landmarks);

 private:
  Status search(const Frame& frame, const FaceDetector& landmarks);
  Result<std::vector<Face>> weigh(const Frame& frame, const FaceDetector& landmarks);
  bool passed_over(const Face& face, MonotonicTime at) const;

  SupplementaryDetector detector_;
  std::optional<cv::Rect> believed_px_;   ///< the face that is believed, where it was last
  std::optional<FaceEvidence> evidence_;  ///< about the candidate that is looked at now
  std::optional<cv::Rect> given_up_px_;
  MonotonicTime given_up_at_;
  MonotonicTime asked_at_;
  std::optional<MonotonicTime> searched_at_;
  unsigned searches_ = 0;
};

}  // namespace gate
