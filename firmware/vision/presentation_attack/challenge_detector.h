#pragma once

#include <functional>

#include "presentation_attack/head_turn_challenge.h"
#include "presentation_attack/point_tracker.h"
#include "presentation_attack/presentation_attack_detector.h"

namespace gate {

/// Makes the visitor's template from a frame: embed() over the terminal's embedders.
using SampleFace = std::function<Result<FaceTemplate>(const cv::Mat& bgr, const Face& face)>;

/// Looks for a face near where it was, with more patience than in every frame: turned faces are hard to find. May be
/// empty. FaceDetector with a threshold below 0 and an area, in a terminal.
using FindFace = std::function<std::optional<Face>(const cv::Mat& bgr, const cv::Rect& near_px)>;

/// Puts a HeadTurnChallenge to the visitor: measures the relief of what turns and has the samples embedded.
/// Thread-bound. About 1 ms a frame, and five embeddings in all.
class ChallengePresentationAttackDetector final : public PresentationAttackDetector {
 public:
  ChallengePresentationAttackDetector(ChallengeSettings settings, RandomSource random, SampleFace sample,
                                      FindFace find = {});

  Result<LivenessVerdict> observe(const FaceSight& sight) override;
  /// A frame in which the visitor's face was not found: looks once more, and else counts it as out of sight. Errors as
  /// observe().
  Result<LivenessVerdict> observe_nobody(const Frame& frame);
  const LivenessVerdict& verdict() const override { return verdict_; }
  /// A new visitor, or another try: new turns are drawn.
  void reset() override;
  /// … with these settings, and these turns unless there are none: for recordings.
  void reset_to(const ChallengeSettings& settings, std::vector<TurnDirection> turns);

  ChallengePrompt prompt() const { return challenge_.prompt(); }
  const HeadTurnChallenge& challenge() const { return challenge_; }

 private:
  std::optional<Face> find_again(const Frame& frame) const;
  void take_verdict();

  ChallengeSettings settings_;
  RandomSource random_;
  SampleFace sample_;
  FindFace find_;
  HeadTurnChallenge challenge_;
  PointTracker points_{PointTracker::Where::kInside};
  std::optional<cv::Rect> last_box_;
  LivenessVerdict verdict_;
};

}  // namespace gate
