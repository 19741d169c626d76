#pragma once

#include <opencv2/core/mat.hpp>
#include <optional>
#include <span>

#include "vision/face.h"

namespace gate {

/// How much a lone fine pattern stands out of the face's spectrum, as a pixel grid filmed again gives (moire): the
/// strongest peak off the axes over the usual strength at its fineness, in natural logarithms of magnitude. Faces have
/// below about 3. Nothing when fewer than 64x64 px of face are in the picture. Reentrant, about 0.3 ms.
std::optional<double> pattern_peak(const cv::Mat& bgr, const cv::Rect& box_px);

/// How much of the change between two frames is whole rows becoming brighter or darker, as a screen's refresh gives
/// under a rolling shutter; 0..1. Nothing when the frames are too alike or too different in place to say.
/// `box_px`: the face in both frames. Reentrant, about 0.1 ms.
std::optional<double> row_change(const cv::Mat& before, const cv::Mat& now, const cv::Rect& box_px);

/// Share of the points beside a face that moved as the plane through the face's points did: 0..1, high for a print or
/// screen moved by hand, low for a head before a background. Nothing without enough points or enough movement of the
/// face against the picture. All px; `face_px` the face's side. Reentrant.
std::optional<double> moved_along(std::span<const cv::Point2f> face_from, std::span<const cv::Point2f> face_to,
                                  std::span<const cv::Point2f> beside_from, std::span<const cv::Point2f> beside_to,
                                  double face_px);

}  // namespace gate
