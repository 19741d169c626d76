#pragma once

#include <optional>

#include "presentation_attack/second_channel.h"

namespace gate {

/// How live the face is in the second camera's picture, 0..1. Depth: a head stands out of the plane through its box.
/// Infra-red: skin lit by the terminal is bright, a screen stays dark, whatever it shows. Nothing when too little was
/// measured there. `frame_px`: the colour frame's size, in which `box_px` is. Reentrant, about 0.1 ms.
std::optional<double> second_channel_score(const SecondPicture& second, cv::Size frame_px, const cv::Rect& box_px);

}  // namespace gate
