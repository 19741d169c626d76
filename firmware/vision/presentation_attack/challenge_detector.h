#pragma once

#include <functional>

#include "presentation_attack/head_turn_challenge.h"
#include "presentation_attack/point_tracker.h"
#include "presentation_attack/presentation_attack_detector.h"
#include "vision/face_embedder.h"

namespace gate {

/// Makes the visitor's template from a frame: embed() over the terminal's embedders.
using SampleFace = std::function<Result<FaceTemplate>(const cv::Mat& bgr, const Face& face)>;

/// … by one net. `embedder` must outlive it.
SampleFace sample_by(FaceEmbedder& embedder);

/// Puts a HeadTurnChallenge to the visitor: measures the relief of what turns and has the samples embedded.
/// Thread-bound. About 1 ms a frame, and five embeddings in all.
class ChallengePresentationAttackDetector final : public PresentationAttackDetector {
 public:
  ChallengePresentationAttackDetector(ChallengeSettings settings, RandomSource random, SampleFace sample);

  Result<LivenessVerdict> observe(const FaceSight& sight) override;
  /// A frame in which the visitor's face was not found: it is out of sight. Errors as observe().
  Result<LivenessVerdict> observe_nobody(const Frame& frame);
  const LivenessVerdict& verdict() const override { return verdict_; }
  /// A new visitor, or another try: new turns are drawn.
  void reset() override;
  /// … with these settings, and these turns unless there are none: for recordings.
  void reset_to(const ChallengeSettings& settings, std::vector<TurnDirection> turns);

  ChallengePrompt prompt() const { return challenge_.prompt(); }
  const HeadTurnChallenge& challenge() const { return challenge_; }

 private:
  void take_verdict();

  ChallengeSettings settings_;
  RandomSource random_;
  SampleFace sample_;
  HeadTurnChallenge challenge_;
  PointTracker points_{PointTracker::Where::kInside};
  LivenessVerdict verdict_;
};

}  // namespace gate
