#pragma once

#include "vision/embedders.h"

namespace gate {

/// What a pass keeps of one good picture: the vectors of `bare`, and those of `masked` (masked_embedders() of `bare`;
/// may be empty) with masks painted on. kFrame for a frame of a video, kPhoto for a photograph. Errors as the nets'.
/// Blocks: five times what the nets take for a frame.
Result<FaceTemplate> enrolled_face(const Embedders& bare, const Embedders& masked, const cv::Mat& bgr, const Face& face,
                                   Effort effort);

}  // namespace gate
