#pragma once

#include <filesystem>
#include <functional>
#include <opencv2/core/mat.hpp>
#include <vector>

#include "attacks/liveness_bench.h"
#include "common/result.h"
#include "presentation_attack/challenge_prompt.h"

namespace gate {

/// Every frame of a video, or of a picture shown for two seconds, at the bench's frame rate and no larger than
/// 480 px on its shorter side. Errors as
/// ReplayCamera::open.
Status for_each_frame(const std::filesystem::path& video,
                      const std::function<void(double seconds, const cv::Mat& bgr)>& use);

/// A turn of the head found in a recording: real frames, from looking straight to turned.
struct RecordedTurn {
  TurnDirection direction = TurnDirection::kLeft;
  double at = 0;             ///< seconds into the recording
  double straight = 0;       ///< Quality::turn of the first frame
  std::vector<cv::Mat> out;  ///< at the bench's frame rate, the first of them straight
};

/// The turns that somebody makes in a recording, whether asked to or by themselves.
Result<std::vector<RecordedTurn>> turns_in(const LivenessBench& bench, const std::filesystem::path& video);

/// The same in a mirror.
RecordedTurn mirrored(const RecordedTurn& turn);

/// Answers the prompts with these turns, one after the other: real frames, played out and back again after a reaction
/// of `reaction` seconds, standing still on the first frame in between. Only the timing is made up.
LivenessBench::Presentation answering_with(std::vector<RecordedTurn> turns, double reaction);

}  // namespace gate
