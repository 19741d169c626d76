#include "vision/supplementary_follower.h"

#include <algorithm>

namespace gate {
namespace {

using namespace std::chrono_literals;

constexpr auto kSearchEvery = 100ms;
constexpr auto kPassedOverFor = 1s;
constexpr auto kForgetAfter = 1s;  // not asked for so long, whoever was there may be somebody else
constexpr std::size_t kLooksAFrame = 2;
// Of the frame's shorter side: 1.0 m away in the default optics. Farther back nobody is served, and nets see faces in
// every pattern that is small enough.
constexpr double kSmallest = 0.17;

}  // namespace

Result<std::vector<Face>> SupplementaryFollower::look(const Frame& frame, const FaceDetector& landmarks) {
  if (frame.captured_at - asked_at_ > kForgetAfter) {
    believed_px_.reset();
    evidence_.reset();
  }
  asked_at_ = frame.captured_at;
  if (believed_px_) {
    auto faces = detector_.follow(frame.bgr, landmarks, *believed_px_);
    if (!faces) return faces;
    believed_px_.reset();
    if (!faces->empty()) believed_px_ = faces->front().box_px;
    if (believed_px_) return faces;
  }
  if (!evidence_) {
    if (auto searched = search(frame, landmarks); !searched) return fail(std::move(searched.error()));
  }
  return evidence_ ? weigh(frame, landmarks) : std::vector<Face>{};
}

/// Every other time with a margin around the frame, so that somebody who stands too close is seen, and told so.
Status SupplementaryFollower::search(const Frame& frame, const FaceDetector& landmarks) {
  if (searched_at_ && frame.captured_at - *searched_at_ < kSearchEvery) return {};
  searched_at_ = frame.captured_at;
  const cv::Rect area =
      ++searches_ % 2 == 0 ? SupplementaryDetector::with_margin(frame.bgr) : SupplementaryDetector::all_of(frame.bgr);
  const double smallest_px = kSmallest * std::min(frame.bgr.cols, frame.bgr.rows);
  const auto found = detector_.candidates(frame.bgr, landmarks, area, smallest_px);
  if (!found) return fail(found.error());
  const auto face =
      std::ranges::find_if(*found, [&](const Face& each) { return !passed_over(each, frame.captured_at); });
  if (face != found->end()) evidence_.emplace(face->box_px);
  return {};
}

/// The place stays where it is meanwhile: a visitor moves less in these few frames than the looks tolerate.
Result<std::vector<Face>> SupplementaryFollower::weigh(const Frame& frame, const FaceDetector& landmarks) {
  const cv::Rect place = evidence_->place_px();
  const auto scores = detector_.closer_looks(frame.bgr, place, evidence_->looks(), kLooksAFrame);
  if (!scores) return fail(scores.error());
  evidence_->add(*scores);
  const FaceEvidence::Belief belief = evidence_->belief();
  if (belief == FaceEvidence::Belief::kOpen) return std::vector<Face>{};
  evidence_.reset();
  if (belief == FaceEvidence::Belief::kGivenUp) {
    given_up_px_ = place;
    given_up_at_ = frame.captured_at;
    return std::vector<Face>{};
  }
  believed_px_ = place;
  auto face = landmarks.with_landmarks(frame.bgr, place, 1);
  if (!face) return fail(std::move(face.error()));
  return std::vector<Face>{*face};
}

bool SupplementaryFollower::passed_over(const Face& face, MonotonicTime at) const {
  constexpr double kSamePlace = 0.5;
  return given_up_px_ && at - given_up_at_ < kPassedOverFor &&
         intersection_over_union(*given_up_px_, face.box_px) >= kSamePlace;
}

}  // namespace gate
