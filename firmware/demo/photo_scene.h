#pragma once

#include <filesystem>
#include <opencv2/core/mat.hpp>

#include "common/result.h"

namespace gate {

/// A visitor made from one photograph: the camera moves in on the face for `frames` pictures of 640x480, written into
/// `folder` for a ReplayCamera. Frames differ in size, place and tilt of the face, as those of a person walking up do.
Status write_photo_scene(const cv::Mat& photo, cv::Rect face_px, int frames, const std::filesystem::path& folder);

/// The same face once, for enrolment: the photograph cut out around it.
cv::Mat portrait(const cv::Mat& photo, cv::Rect face_px);

}  // namespace gate
