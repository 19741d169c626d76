#pragma once

#include <opencv2/core/mat.hpp>
#include <optional>
#include <string_view>

#include "vision/face.h"

namespace gate {

/// What is wrong with how a face shows; the terminal maps each to the Reason of the same name.
enum class QualityIssue { kTooFar, kTooClose, kOutOfFrame, kTurnedAway, kTooDark, kTooBright, kBlurred };

/// "too_far", "too_close", …
std::string_view to_string(QualityIssue issue);

/// Where a face stops being usable. The defaults' sources and what they let through: quality.cpp and README.md.
struct QualityLimits {
  double smallest_face_px = 72;     ///< box side; below: too_far
  double largest_face_share = 0.9;  ///< box side by the frame's shorter side; above: too_close
  double smallest_inside = 0.85;    ///< share of the box inside the frame; below: out_of_frame
  double largest_turn = 0.55;       ///< 0 frontal, 1 nose level with an eye's outer corner; above: turned_away
  double largest_roll_deg = 35;     ///< head tilted to a shoulder; above: turned_away
  double darkest = 30;              ///< mean luma of the face, 0..255; below: too_dark
  double brightest = 240;           ///< above: too_bright
  double lowest_contrast = 8;       ///< standard deviation of luma; below: too_dark or too_bright, by the mean
  double lowest_sharpness = 0.055;  ///< see Quality; below: blurred
};

/// For photographs at enrolment: crops that the face fills, or leaves a little, are welcome, and so are small faces.
constexpr QualityLimits photo_quality_limits() {
  QualityLimits limits;
  limits.smallest_face_px = 60;
  limits.largest_face_share = 2;
  limits.smallest_inside = 0.6;
  return limits;
}

/// What was measured, and the first limit it fails in the order of QualityIssue.
struct Quality {
  std::optional<QualityIssue> issue;  ///< nothing: good
  double face_px = 0;                 ///< box side
  double face_share = 0;              ///< box side by the frame's shorter side
  double inside = 0;                  ///< share of the box inside the frame, 0..1
  double aside = 0;      ///< box centre from the frame's centre line: 0 on it, 1 at the right edge, -1 at the left
  double turn = 0;       ///< left or right, 0 frontal .. 1 profile; signed: > 0 towards the picture's right
  double roll_deg = 0;   ///< signed
  double luma = 0;       ///< mean, 0..255
  double contrast = 0;   ///< standard deviation of luma, 0..127
  double sharpness = 0;  ///< energy of fine detail by energy of all detail, 0..1, at one size of face
};

/// Measures one face. Reentrant, about 0.1 ms. `bgr` is the CV_8UC3 picture the face was found in.
Quality assess(const cv::Mat& bgr, const Face& face, const QualityLimits& limits);

}  // namespace gate
