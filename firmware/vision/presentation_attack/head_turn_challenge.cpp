#include "presentation_attack/head_turn_challenge.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace gate {
namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;

constexpr std::size_t kFewestStraight = 3;
/// Landmarks of a single frame may be wrong.
constexpr int kFramesTurned = 2;
constexpr double kSameTurn = 0.75;
/// Somebody who cannot look straight ahead has no frontal face to compare with.
constexpr double kFrontal = 0.35;

constexpr milliseconds kOutOfSight{150};

milliseconds since(MonotonicTime from, MonotonicTime to) { return duration_cast<milliseconds>(to - from); }

std::vector<TurnDirection> draw_turns(std::size_t count, const RandomSource& random) {
  std::vector<TurnDirection> turns;
  for (std::size_t i = 0; i < std::clamp<std::size_t>(count, 1, 4); ++i)
    turns.push_back((random() & 1U) != 0 ? TurnDirection::kLeft : TurnDirection::kRight);
  return turns;
}

cv::Point2d middle(const cv::Rect& box) { return cv::Point2d(box.tl() + box.br()) * 0.5; }

}  // namespace

std::string_view to_string(TurnDirection direction) { return direction == TurnDirection::kLeft ? "left" : "right"; }

HeadTurnChallenge::HeadTurnChallenge(const ChallengeSettings& settings, const RandomSource& random)
    : HeadTurnChallenge(settings, draw_turns(settings.turns, random), random) {}

HeadTurnChallenge::HeadTurnChallenge(const ChallengeSettings& settings, std::vector<TurnDirection> turns,
                                     const RandomSource& random)
    : settings_(settings) {
  for (const TurnDirection turn : turns) {
    steps_.push_back({.asked = turn, .moved_after = {}, .turned_after = {}, .distance = {}});
    pauses_.emplace_back(random() % static_cast<std::uint32_t>(settings_.longest_pause.count() + 1));
  }
}

void HeadTurnChallenge::fail_with(AttackSign sign) {
  if (state_ != LivenessState::kUndecided) return;
  state_ = LivenessState::kAttack;
  sign_ = sign;
  phase_ = Phase::kOver;
  ended_ = now_;
  wanted_.reset();
}

void HeadTurnChallenge::observe(const ChallengeSight& sight) {
  if (state_ != LivenessState::kUndecided) return;
  now_ = sight.at;
  begins_relief_ = false;
  if (started_ && last_ && sight.at - last_->at > settings_.lost_after) return fail_with(AttackSign::kFaceLost);
  if (!face_is_continuous(sight)) return fail_with(AttackSign::kIdentityChanged);
  last_ = Last{sight.box_px, sight.at};
  if (time_is_up()) return;
  switch (phase_) {
    case Phase::kSettle: return settle(sight);
    case Phase::kPause: return pause(sight);
    case Phase::kTurn: return turn(sight);
    case Phase::kReturn: return come_back(sight);
    case Phase::kOver: return;
  }
}

void HeadTurnChallenge::observe_nobody(MonotonicTime at) {
  if (state_ != LivenessState::kUndecided) return;
  now_ = at;
  begins_relief_ = false;
  frames_turned_ = 0;
  if (time_is_up() || !last_) return;
  if (at - last_->at <= settings_.lost_after) return;
  if (started_) return fail_with(AttackSign::kFaceLost);
  last_.reset();  // nothing was asked yet: settle anew with whoever comes
  first_.reset();
  straight_turns_.clear();
  phase_ = Phase::kSettle;
}

bool HeadTurnChallenge::time_is_up() {
  if (!started_ || ended_ || since(*started_, now_) <= settings_.within) return false;
  // A picture that was turned as asked, and stayed flat, is worth saying so.
  const bool flat = phase_ == Phase::kTurn && steps_[step_].largest_turn > settings_.turned;
  fail_with(flat ? AttackSign::kFlatSurface : AttackSign::kTooSlow);
  return true;
}

/// No jump in place or size since the last frame.
bool HeadTurnChallenge::face_is_continuous(const ChallengeSight& sight) {
  if (!last_ || !started_) return true;
  const double side = std::max(1, last_->box_px.width);
  const double size = sight.box_px.width / side;
  return size < 1.7 && size > 0.6 && cv::norm(middle(sight.box_px) - middle(last_->box_px)) < settings_.jump * side;
}

double HeadTurnChallenge::towards(const ChallengeSight& sight) const {
  const double change = sight.turn - baseline_;
  return steps_[step_].asked == TurnDirection::kLeft ? change : -change;
}

void HeadTurnChallenge::settle(const ChallengeSight& sight) {
  const bool steady = straight_turns_.empty() || std::abs(sight.turn - straight_turns_.back()) < settings_.straight;
  if (std::abs(sight.turn) > kFrontal || !steady) straight_turns_.clear();
  if (std::abs(sight.turn) > kFrontal) return;
  if (straight_turns_.empty()) phase_since_ = sight.at;
  straight_turns_.push_back(sight.turn);
  if (straight_turns_.size() < kFewestStraight || sight.at - phase_since_ < settings_.settle) return;
  baseline_ = std::accumulate(straight_turns_.begin(), straight_turns_.end(), 0.0) /
              static_cast<double>(straight_turns_.size());
  if (!first_) wanted_ = Sample::kFirst;
  phase_ = Phase::kPause;
  phase_since_ = sight.at;
}

/// Still straight for a time that nobody knows beforehand: a recording that moves on its own gives itself away.
void HeadTurnChallenge::pause(const ChallengeSight& sight) {
  if (std::abs(sight.turn - baseline_) > settings_.wrong) {
    if (started_) return fail_with(AttackSign::kChallengeNotFollowed);
    straight_turns_.clear();  // before anything was asked anybody may look about
    phase_ = Phase::kSettle;
    return;
  }
  if (first_ && sight.at - phase_since_ >= pauses_[step_]) ask_next(sight.at);
}

void HeadTurnChallenge::ask_next(MonotonicTime at) {
  if (!started_) started_ = at;
  begins_relief_ = true;
  frames_turned_ = 0;
  phase_ = Phase::kTurn;
  phase_since_ = at;
}

void HeadTurnChallenge::turn(const ChallengeSight& sight) {
  Step& step = steps_[step_];
  const double turned = towards(sight);
  const milliseconds after = since(phase_since_, sight.at);
  step.largest_turn = std::max(step.largest_turn, turned);
  if (turned <= -settings_.wrong) return fail_with(AttackSign::kChallengeNotFollowed);
  if (turned > settings_.turned / 2) {
    if (!step.moved_after) step.moved_after = after;
    if (sight.relief) step.largest_relief = std::max(step.largest_relief, *sight.relief);
  }
  if (turned < settings_.turned) {
    // Landmarks waver: what dips a little is the same turn still.
    if (turned < kSameTurn * settings_.turned) frames_turned_ = 0;
    return;
  }
  if (after < settings_.quickest) return fail_with(AttackSign::kChallengeNotFollowed);
  if (++frames_turned_ < kFramesTurned || step.largest_relief < settings_.relief) return;
  step.turned_after = after;
  wanted_ = Sample::kTurned;
  phase_ = Phase::kReturn;
  if (step_ + 1 == steps_.size()) {
    ended_ = sight.at;
    phase_ = Phase::kOver;
  }
}

void HeadTurnChallenge::come_back(const ChallengeSight& sight) {
  if (std::abs(sight.turn - baseline_) > settings_.straight) return;
  wanted_ = Sample::kStraight;
  ++step_;
  phase_ = Phase::kPause;
  phase_since_ = sight.at;
}

void HeadTurnChallenge::add(const FaceTemplate& sample) {
  if (!wanted_ || sample.vectors().empty()) return;
  const Sample kind = *std::exchange(wanted_, std::nullopt);
  if (kind == Sample::kFirst) {
    first_ = sample;
    return;
  }
  const FaceVector* const other = sample.find(first_->vectors().front().model());
  const auto apart = other == nullptr ? Result<Distance>(fail(ErrorCode::kInvalidInput, "samples of two models"))
                                      : distance(first_->vectors().front(), *other);
  const Distance limit = kind == Sample::kTurned ? settings_.same_person_turned : settings_.same_person;
  if (apart && kind == Sample::kTurned) steps_[step_].distance = apart->value;
  if (!apart || !(*apart <= limit)) return fail_with(AttackSign::kIdentityChanged);
  finish_if_complete();
}

void HeadTurnChallenge::finish_if_complete() {
  if (phase_ == Phase::kOver && ended_) state_ = LivenessState::kLive;
}

std::optional<milliseconds> HeadTurnChallenge::taken() const {
  if (!started_) return std::nullopt;
  return since(*started_, ended_.value_or(now_));
}

/// Many turn farther than the detector can follow; on the way back they are seen turned.
bool HeadTurnChallenge::turned_out_of_sight() const {
  return phase_ == Phase::kTurn && steps_[step_].moved_after && last_ && now_ - last_->at > kOutOfSight;
}

ChallengePrompt HeadTurnChallenge::prompt() const {
  using Ask = ChallengePrompt::Ask;
  ChallengePrompt prompt;
  prompt.steps = steps_.size();
  prompt.step = started_ ? step_ + 1 : 0;
  const milliseconds taken_so_far = taken().value_or(milliseconds{0});
  prompt.left = std::max(milliseconds{0}, settings_.within - taken_so_far);
  if (state_ == LivenessState::kAttack)
    prompt.ask = Ask::kFailed;
  else if (state_ == LivenessState::kLive || phase_ == Phase::kOver)
    prompt.ask = Ask::kDone;
  else if (phase_ != Phase::kTurn || turned_out_of_sight())
    prompt.ask = Ask::kLookStraight;
  else
    prompt.ask = steps_[step_].asked == TurnDirection::kLeft ? Ask::kTurnLeft : Ask::kTurnRight;
  return prompt;
}

}  // namespace gate
