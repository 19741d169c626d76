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

bool similar(const AssessedFace& face, const AssessedFace& largest, double similar_size) {
  return face.face.box_px.width >= similar_size * largest.face.box_px.width;
}

}  // namespace

VisitorTrack::VisitorTrack(TrackSettings settings) : settings_(settings) {
  settings_.samples = std::clamp<std::size_t>(settings_.samples, 1, 16);
}

Sight VisitorTrack::observe(std::span<const AssessedFace> faces, MonotonicTime at) {
  if (last_seen_ && at - last_seen_->at > settings_.lost_after) last_seen_.reset();
  if (faces.empty()) return {TrackState::kNobody, visitor_, std::nullopt};
  const AssessedFace& largest = *std::max_element(faces.begin(), faces.end(), [](const auto& a, const auto& b) {
    return a.face.box_px.width < b.face.box_px.width;
  });
  const auto in_front = std::count_if(faces.begin(), faces.end(), [&](const AssessedFace& face) {
    return similar(face, largest, settings_.similar_size);
  });
  if (in_front > 1) return {TrackState::kSeveralFaces, visitor_, largest};
  follow(largest, at);
  if (largest.quality.issue) return {TrackState::kPoorQuality, visitor_, largest};
  if (!wants_sample(largest, at)) return {TrackState::kWait, visitor_, largest};
  last_sampled_ = Moment{largest, at};
  return {TrackState::kSample, visitor_, largest};
}

void VisitorTrack::follow(const AssessedFace& face, MonotonicTime at) {
  const bool same = last_seen_ && overlap(last_seen_->face.face.box_px, face.face.box_px) >= settings_.same_place;
  if (!same) new_visitor();
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
  if (vector == nullptr) return fail(ErrorCode::kInvalidInput, "sample without a vector of " + reference.model());
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
