#pragma once

#include <cstddef>
#include <opencv2/core/types.hpp>
#include <span>

namespace gate {

/// What is known of a place where a net saw a face: believed after many looks at several sizes, mirrored and not, over
/// several frames. What a net takes for a face in one look is mostly gone in the next. Pure logic; a value type.
class FaceEvidence {
 public:
  /// Measured on 18 masked faces and 28 pictures without a face, each moved, resized, mirrored and cropped 12 or 24
  /// times (README.md): a mean of 0.6 over ten looks.
  struct Settings {
    std::size_t looks = 10;
    double mean = 0.6;
    std::size_t sure_looks = 6;  ///< enough when their mean is at least …
    double sure = 0.9;
    std::size_t hopeless_looks = 6;  ///< enough to give up when their mean is below …
    double hopeless = 0.3;
    std::size_t times = 2;  ///< add() was called at least so often before it is believed: frames
  };
  enum class Belief { kOpen, kBelieved, kGivenUp };

  explicit FaceEvidence(const cv::Rect& place_px, Settings settings) : place_px_(place_px), settings_(settings) {}
  explicit FaceEvidence(const cv::Rect& place_px) : FaceEvidence(place_px, Settings{}) {}

  /// The scores (0..1) of further looks at the place.
  void add(std::span<const double> scores);

  Belief belief() const;
  const cv::Rect& place_px() const { return place_px_; }
  std::size_t looks() const { return looks_; }

 private:
  cv::Rect place_px_;
  Settings settings_;
  std::size_t looks_ = 0;
  double sum_ = 0;
  std::size_t times_ = 0;
};

}  // namespace gate
