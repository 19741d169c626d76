#pragma once

#include <chrono>
#include <memory>

#include "presentation_attack/challenge_detector.h"
#include "presentation_attack/passive_detector.h"

namespace gate {

/// When a challenge is put, and how often.
struct LivenessCheckSettings {
  std::chrono::milliseconds unsure_after{1500};  ///< challenge_when_unsure: passive looking gets so long
  int tries = 2;  ///< challenges put to one visitor; only the last one's failure is an attack
};

/// What the recognition thread asks about its visitor: the passive detector and the challenge under one mode. Thread-
/// bound.
///
/// off: always undecided. passive: the passive detector's word. challenge: live is who answers the challenge and is not
/// seen to be an attack by the passive detector meanwhile. challenge_when_unsure: the passive detector's word, and the
/// challenge when it has none after a while. Not answering at all (too slow, looked the other way) gives another try,
/// being seen as a picture or changing face does not.
class LivenessCheck final : public PresentationAttackDetector {
 public:
  LivenessCheck(LivenessMode mode, PassivePresentationAttackDetector passive,
                ChallengePresentationAttackDetector challenge, LivenessCheckSettings settings = {});

  Result<LivenessVerdict> observe(const FaceSight& sight) override;
  /// A frame without the visitor's face. Errors as observe().
  Result<LivenessVerdict> observe_nobody(const Frame& frame);
  const LivenessVerdict& verdict() const override { return verdict_; }
  void reset() override;

  LivenessMode mode() const { return mode_; }

  /// What the screen asks of the visitor; kNothing when there is no challenge.
  ChallengePrompt prompt() const;
  const HeadTurnChallenge& challenge() const { return challenge_.challenge(); }

 private:
  bool challenges_now(MonotonicTime now) const;
  void take_challenge(const LivenessVerdict& challenged);

  LivenessMode mode_;
  PassivePresentationAttackDetector passive_;
  ChallengePresentationAttackDetector challenge_;
  LivenessCheckSettings settings_;
  LivenessVerdict verdict_;
  std::optional<MonotonicTime> first_seen_;
  int tries_left_;
  bool challenging_ = false;
};

}  // namespace gate
