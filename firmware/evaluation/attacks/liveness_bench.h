#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <vector>

#include "presentation_attack/challenge_detector.h"
#include "presentation_attack/passive_detector.h"
#include "vision/face_embedder.h"
#include "vision/following_detector.h"

namespace gate {

/// What one presentation led to.
struct LivenessTrial {
  LivenessVerdict passive;                         ///< when it settled, or at the end
  LivenessVerdict challenge;                       ///< undecided: it never began, nobody looked straight ahead
  std::optional<std::chrono::milliseconds> taken;  ///< by the challenge
  std::vector<HeadTurnChallenge::Step> steps;
  int frames = 0;
  int frames_with_face = 0;

  /// As the terminal's challenge mode has it: answered, and not seen to be an attack meanwhile.
  bool admitted_by_challenge() const {
    return challenge.state == LivenessState::kLive && passive.state != LivenessState::kAttack;
  }
};

/// Both detectors, run side by side over presentations. Thread-bound.
class LivenessBench {
 public:
  /// The frame `seconds` after the start; empty: over. `ask`: what the screen has shown since the frame before.
  using Presentation = std::function<cv::Mat(double seconds, ChallengePrompt::Ask ask)>;
  enum class Net { kUsed, kLeftOut };

  /// Loads the models; without the supplementary net the bench works like a terminal without it.
  static Result<std::unique_ptr<LivenessBench>> open(const std::filesystem::path& models, Net net);

  /// What is asked in a challenge.
  struct Challenge {
    std::vector<TurnDirection> turns;                 ///< empty: drawn
    std::optional<std::chrono::milliseconds> within;  ///< nothing: the terminal's limit
  };

  /// Plays a presentation until the challenge has settled, it is over, or four seconds past the limit. Everything is
  /// drawn from `seed`.
  Result<LivenessTrial> run(const Presentation& presentation, Challenge challenge, std::uint32_t seed);

  /// The passive detector alone, for at most `seconds`.
  Result<LivenessTrial> watch(const Presentation& presentation, double seconds);

  /// A frame's only face, or its largest.
  std::optional<Face> face_of(const cv::Mat& bgr) const;

  bool has_net() const { return has_net_; }
  static constexpr double kFramesPerSecond = 15;

 private:
  LivenessBench(FaceDetector still, FollowingDetector following, std::unique_ptr<FaceEmbedder> embedder,
                std::optional<LivenessNet> net, ChallengeSettings settings);
  Status step(const Frame& frame, LivenessTrial& trial);

  FaceDetector still_;
  FollowingDetector following_;
  std::unique_ptr<FaceEmbedder> embedder_;
  bool has_net_;
  std::mt19937 random_;
  PassivePresentationAttackDetector passive_;
  ChallengePresentationAttackDetector challenge_;
  MonotonicTime now_;
};

}  // namespace gate
