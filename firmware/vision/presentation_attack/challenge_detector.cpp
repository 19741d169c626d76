#include "presentation_attack/challenge_detector.h"

#include <algorithm>
#include <opencv2/core.hpp>

#include "presentation_attack/planarity.h"

namespace gate {

SampleFace sample_by(FaceEmbedder& embedder) {
  return [&embedder](const cv::Mat& bgr, const Face& face) -> Result<FaceTemplate> {
    auto vector = embedder.embed(bgr, face, Effort::kFrame);
    if (!vector) return fail(std::move(vector.error()));
    std::vector<FaceVector> vectors;
    vectors.push_back(*std::move(vector));
    return FaceTemplate::create(std::move(vectors));
  };
}

ChallengePresentationAttackDetector::ChallengePresentationAttackDetector(ChallengeSettings settings,
                                                                         RandomSource random, SampleFace sample)
    : settings_(settings), random_(std::move(random)), sample_(std::move(sample)), challenge_(settings_, random_) {}

void ChallengePresentationAttackDetector::reset() {
  challenge_ = HeadTurnChallenge(settings_, random_);
  points_.clear();
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

Result<LivenessVerdict> ChallengePresentationAttackDetector::observe_nobody(const Frame& frame) {
  challenge_.observe_nobody(frame.captured_at);
  take_verdict();
  return verdict_;
}

void ChallengePresentationAttackDetector::take_verdict() {
  verdict_.state = challenge_.state();
  verdict_.sign = challenge_.sign();
}

}  // namespace gate
