#include "presentation_attack/liveness_check.h"

namespace gate {
namespace {

bool may_try_again(std::optional<AttackSign> sign) {
  return sign == AttackSign::kTooSlow || sign == AttackSign::kChallengeNotFollowed || sign == AttackSign::kFaceLost;
}

}  // namespace

LivenessCheck::LivenessCheck(LivenessMode mode, PassivePresentationAttackDetector passive,
                             ChallengePresentationAttackDetector challenge, LivenessCheckSettings settings)
    : mode_(mode),
      passive_(std::move(passive)),
      challenge_(std::move(challenge)),
      settings_(settings),
      tries_left_(settings.tries) {}

void LivenessCheck::reset() {
  passive_.reset();
  challenge_.reset();
  verdict_ = {};
  first_seen_.reset();
  tries_left_ = settings_.tries;
  challenging_ = false;
}

bool LivenessCheck::challenges_now(MonotonicTime now) const {
  if (mode_ == LivenessMode::kChallenge || challenging_) return true;
  return mode_ == LivenessMode::kChallengeWhenUnsure && now - *first_seen_ >= settings_.unsure_after;
}

Result<LivenessVerdict> LivenessCheck::observe(const FaceSight& sight) {
  if (mode_ == LivenessMode::kOff || verdict_.state == LivenessState::kAttack) return verdict_;
  if (!first_seen_) first_seen_ = sight.frame.captured_at;
  const auto passive = passive_.observe(sight);
  if (!passive) return fail(passive.error());
  const LivenessState before = verdict_.state;
  verdict_.scores = passive->scores;
  const bool settled = passive->state == LivenessState::kAttack ||
                       (passive->state == LivenessState::kLive && mode_ != LivenessMode::kChallenge && !challenging_);
  if (settled) {
    verdict_ = *passive;
    return verdict_;
  }
  if (before != LivenessState::kUndecided || !challenges_now(sight.frame.captured_at)) return verdict_;
  challenging_ = true;
  const auto challenged = challenge_.observe(sight);
  if (!challenged) return fail(challenged.error());
  take_challenge(*challenged);
  return verdict_;
}

Result<LivenessVerdict> LivenessCheck::observe_nobody(const Frame& frame) {
  if (!challenging_ || verdict_.state != LivenessState::kUndecided) return verdict_;
  const auto challenged = challenge_.observe_nobody(frame);
  if (!challenged) return fail(challenged.error());
  take_challenge(*challenged);
  return verdict_;
}

void LivenessCheck::take_challenge(const LivenessVerdict& challenged) {
  if (challenged.state == LivenessState::kAttack && may_try_again(challenged.sign) && --tries_left_ > 0) {
    challenge_.reset();
    return;
  }
  verdict_.state = challenged.state;
  verdict_.sign = challenged.sign;
}

ChallengePrompt LivenessCheck::prompt() const { return challenging_ ? challenge_.prompt() : ChallengePrompt{}; }

}  // namespace gate
