#pragma once

#include <opencv2/core/types.hpp>
#include <optional>
#include <span>

namespace gate {

/// How well one plane explains how points of a face moved between two frames.
struct PlaneFit {
  /// What the best homography leaves unexplained: root mean square over the points but the worst twentieth, by the
  /// face's side. Tracking noise for anything flat, however it moves; more for a head that turned.
  double residual = 0;
  /// How far the best affine map is from a similarity: ratio of its stretches, less 1. 0 for a face that only moved,
  /// came nearer or leaned; a plane tilted by 30 degrees has 0.15.
  double anisotropy = 0;
  double movement = 0;  ///< mean way of the points, by the face's side
  /// What is left when the surface may also be bent, alike at every height, as a sheet about a vertical axis is: noise
  /// for a bent print that is turned, but more for a head, whose nose stands out of its own column.
  double bent_residual = 0;
  std::size_t points = 0;
};

/// Fits. `from` and `to` are px of the same points, `face_px` the face's side in the first frame. Nothing for fewer
/// than 12 points or when they do not determine a homography (all on a line). Reentrant, about 0.1 ms for 80 points.
std::optional<PlaneFit> fit_plane(std::span<const cv::Point2f> from, std::span<const cv::Point2f> to, double face_px);

}  // namespace gate
