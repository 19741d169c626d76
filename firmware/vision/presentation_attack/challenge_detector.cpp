#include "presentation_attack/challenge_detector.h"

#include <algorithm>
#include <opencv2/core.hpp>

#include "presentation_attack/planarity.h"

namespace gate {

ChallengePresentationAttackDetector::ChallengePresentationAttackDetector(ChallengeSettings settings,
                                                                         RandomSource random, SampleFace sample,
                                                                         FindFace find)
    : settings_(settings),
      random_(std::move(random)),
      sample_(std::move(sample)),
      find_(std::move(find)),
      challenge_(settings_, random_) {}

void ChallengePresentationAttackDetector::reset() {
  challenge_ = HeadTurnChallenge(settings_, random_);
  points_.clear();
  last_box_.reset();
  verdict_ = {};
}

void ChallengePresentationAttackDetector::reset_to(const ChallengeSettings& settings,
                                                   std::vector<TurnDirection> turns) {
  settings_ = settings;
  reset();
  if (!turns.empty()) challenge_ = HeadTurnChallenge(settings_, std::move(turns), random_);
}

Result<LivenessVerdict> ChallengePresentationAttackDetector::observe(const FaceSight& sight) {
  if (sight.frame.bgr.empty() || sight.frame.bgr.type() != CV_8UC3)
    return fail(ErrorCode::kInvalidInput, "presentation-attack detection needs a picture of 8-bit BGR pixels");
  if (challenge_.state() != LivenessState::kUndecided) return verdict_;
  last_box_ = sight.face.box_px;
  try {
    if (!points_.empty()) points_.follow(sight.frame.bgr, sight.face.box_px);
    const auto fit = fit_plane(points_.from(), points_.now(), points_.first_face_px());
    challenge_.observe({.at = sight.frame.captured_at,
                        .box_px = sight.face.box_px,
                        .turn = sight.quality.turn,
                        .relief = fit ? std::optional(std::min(fit->residual, fit->bent_residual)) : std::nullopt});
    if (challenge_.begins_relief()) points_.start(sight.frame.bgr, sight.face.box_px);
  } catch (const cv::Exception& e) {
    return fail(ErrorCode::kInternal, std::string("presentation-attack detection: ") + e.what());
  }
  if (challenge_.wants_sample()) {
    auto sample = sample_(sight.frame.bgr, sight.face);
    if (!sample) return fail(std::move(sample.error()));
    challenge_.add(*sample);
  }
  take_verdict();
  return verdict_;
}

/// Only what overlaps the last place by half is the same face; a swap needs the frame more than that.
std::optional<Face> ChallengePresentationAttackDetector::find_again(const Frame& frame) const {
  if (!find_ || !last_box_ || !challenge_.taken() || challenge_.state() != LivenessState::kUndecided)
    return std::nullopt;
  auto face = find_(frame.bgr, *last_box_);
  if (!face) return std::nullopt;
  const int shared = (face->box_px & *last_box_).area();
  return 2 * shared > std::max(face->box_px.area(), last_box_->area()) ? face : std::nullopt;
}

Result<LivenessVerdict> ChallengePresentationAttackDetector::observe_nobody(const Frame& frame) {
  if (const auto face = find_again(frame)) {
    const Quality quality = assess(frame.bgr, *face, {});
    return observe({.frame = frame, .face = *face, .quality = quality});
  }
  challenge_.observe_nobody(frame.captured_at);
  take_verdict();
  return verdict_;
}

void ChallengePresentationAttackDetector::take_verdict() {
  verdict_.state = challenge_.state();
  verdict_.sign = challenge_.sign();
}

}  // namespace gate
