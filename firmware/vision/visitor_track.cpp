#include "vision/visitor_track.h"

#include <algorithm>
#include <cmath>
#include <opencv2/core/types.hpp>

namespace gate {
namespace {

double overlap(const cv::Rect& a, const cv::Rect& b) {
  const double both = (a & b).area();
  return both > 0 ? both / (a.area() + b.area() - both) : 0;
}

/// Whether two moments of a face show it differently enough for the net: moved by a twentieth of its size, or turned or
/// tilted by about two degrees. Below that, frames share even their noise and fusing them gains nothing.
bool differs(const AssessedFace& a, const AssessedFace& b) {
  constexpr double kMoved = 0.05;
  constexpr double kTurned = 0.05;
  constexpr double kTiltedDeg = 2;
  const cv::Point moved = a.face.box_px.tl() - b.face.box_px.tl();
  return std::hypot(moved.x, moved.y) >= kMoved * a.face.box_px.width ||
         std::abs(a.face.box_px.width - b.face.box_px.width) >= kMoved * a.face.box_px.width ||
         std::abs(a.quality.turn - b.quality.turn) >= kTurned ||
         std::abs(a.quality.roll_deg - b.quality.roll_deg) >= kTiltedDeg;
}

}  // namespace

VisitorTrack::VisitorTrack(TrackSettings settings) : settings_(settings) {
  settings_.samples = std::clamp<std::size_t>(settings_.samples, 1, 16);
}

Sight VisitorTrack::observe(std::span<const AssessedFace> faces, MonotonicTime at) {
  if (last_seen_ && at - last_seen_->at > settings_.lost_after) last_seen_.reset();
  if (faces.empty()) return {TrackState::kNobody, visitor_, std::nullopt};
  const AssessedFace& visitor = most_prominent(faces);
  const auto in_front = std::ranges::count_if(faces, [&](const AssessedFace& face) {
    return prominence(face) >= settings_.similar_size * prominence(visitor);
  });
  if (taking_over(faces, visitor, at) || in_front > 1) {
    keep_sight_of_followed(faces, at);
    return {TrackState::kSeveralFaces, visitor_, visitor};
  }
  follow(visitor, at);
  if (visitor.quality.issue) return {TrackState::kPoorQuality, visitor_, visitor};
  if (!wants_sample(visitor, at)) return {TrackState::kWait, visitor_, visitor};
  last_sampled_ = Moment{visitor, at};
  return {TrackState::kSample, visitor_, visitor};
}

double VisitorTrack::prominence(const AssessedFace& face) const {
  const double aside = std::clamp(std::abs(face.quality.aside), 0.0, 1.0);
  return face.face.box_px.width * (1 - (1 - settings_.at_edge) * aside * aside);
}

bool VisitorTrack::is_followed(const AssessedFace& face) const {
  return last_seen_ && overlap(last_seen_->face.face.box_px, face.face.box_px) >= settings_.same_place;
}

const AssessedFace& VisitorTrack::most_prominent(std::span<const AssessedFace> faces) const {
  return *std::ranges::max_element(faces, {}, [&](const AssessedFace& face) {
    return prominence(face) * (is_followed(face) ? settings_.staying : 1);
  });
}

/// Somebody steps before the visitor, who is still in view: nobody's turn until it is clear that they stay.
bool VisitorTrack::taking_over(std::span<const AssessedFace> faces, const AssessedFace& visitor, MonotonicTime at) {
  const bool in_view = std::ranges::any_of(faces, [&](const AssessedFace& face) { return is_followed(face); });
  if (is_followed(visitor) || !in_view) {
    newcomer_since_.reset();
    return false;
  }
  if (!newcomer_since_) newcomer_since_ = at;
  return at - *newcomer_since_ < settings_.takeover;
}

void VisitorTrack::keep_sight_of_followed(std::span<const AssessedFace> faces, MonotonicTime at) {
  const auto it = std::ranges::find_if(faces, [&](const AssessedFace& face) { return is_followed(face); });
  if (it != faces.end()) last_seen_ = Moment{*it, at};
}

void VisitorTrack::follow(const AssessedFace& face, MonotonicTime at) {
  if (!is_followed(face)) new_visitor();
  last_seen_ = Moment{face, at};
}

bool VisitorTrack::wants_sample(const AssessedFace& face, MonotonicTime at) const {
  if (!last_sampled_) return true;
  const auto since = at - last_sampled_->at;
  if (decided_) return since >= settings_.recheck_every;
  return since >= (differs(face, last_sampled_->face) ? settings_.sample_gap : settings_.still_gap);
}

void VisitorTrack::new_visitor() {
  ++visitor_;
  last_sampled_.reset();
  start_over();
}

void VisitorTrack::start_over() {
  samples_.clear();
  decided_ = false;
}

Status VisitorTrack::add(FaceTemplate sample) {
  if (samples_.empty()) {
    samples_.push_back(std::move(sample));
    return {};
  }
  const FaceVector& reference = samples_.back().vectors().front();
  const FaceVector* vector = sample.find(reference.model());
  if (vector == nullptr && decided_) return {};
  if (vector == nullptr) {
    samples_.clear();
    samples_.push_back(std::move(sample));
    return {};
  }
  const auto apart = distance(reference, *vector);
  if (!apart) return fail(apart.error());
  if (*apart > settings_.same_person) {
    new_visitor();
  } else if (decided_) {
    return {};  // a recheck: the template that was decided on stays as it is
  } else if (ready()) {
    samples_.erase(samples_.begin());
  }
  samples_.push_back(std::move(sample));
  return {};
}

}  // namespace gate
