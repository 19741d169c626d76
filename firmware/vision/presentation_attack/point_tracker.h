#pragma once

#include <opencv2/core/mat.hpp>
#include <span>
#include <vector>

namespace gate {

/// Follows points on or beside a face from a first frame on, by optical flow from frame to frame. What it cannot follow
/// there and back again it drops. Owner: one detector; thread-bound. About 1 ms a frame at any size of face.
class PointTracker {
 public:
  enum class Where {
    kInside,  ///< on the face
    kBeside,  ///< left and right of it, past the hair and above the shoulders
  };
  explicit PointTracker(Where where = Where::kInside) : where_(where) {}

  /// Takes `bgr` as the first frame and picks points. Always starts anew.
  void start(const cv::Mat& bgr, const cv::Rect& box_px);

  /// Follows the points into the next frame, in which the face is at `box_px`.
  void follow(const cv::Mat& bgr, const cv::Rect& box_px);

  /// The points that are left: where they were in the first frame and where they are, px.
  std::span<const cv::Point2f> from() const { return from_; }
  std::span<const cv::Point2f> now() const { return now_; }
  double first_face_px() const { return first_face_px_; }
  bool empty() const { return from_.empty(); }
  void clear();

 private:
  cv::Mat grey(const cv::Mat& bgr) const;

  Where where_;
  std::vector<cv::Point2f> from_;
  std::vector<cv::Point2f> now_;
  cv::Mat previous_;  ///< grey, at scale_
  cv::Rect previous_box_;
  double scale_ = 1;  ///< of the frames looked at: large faces are made smaller
  double first_face_px_ = 0;
};

}  // namespace gate
