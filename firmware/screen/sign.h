#pragma once

#include <opencv2/core/mat.hpp>

#include "screen/scene.h"

namespace gate {

/// A sign as coverage, CV_8UC1, `side_px` square: the tone's shape, and the pictogram that stands in it. Vector shapes,
/// anti-aliased. The shapes of two tones differ; so do the pictograms, within a tone too. Reentrant; a few
/// milliseconds.
cv::Mat sign_shape(Tone tone, int side_px);
cv::Mat sign_symbol(Tone tone, Pictogram pictogram, int side_px);

}  // namespace gate
