#include "vision/following_detector.h"

#include <algorithm>

namespace gate {
namespace {

using Light = FaceDetector::Light;

using namespace std::chrono_literals;

/// The box and half of its side around it: at 10 frames a second a face crosses that in no less than 0.1 s.
cv::Rect around(const cv::Rect& box) {
  return {box.x - box.width / 2, box.y - box.height / 2, box.width * 2, box.height * 2};
}

/// A followed face is searched at 1.4 times the detector's window: found while it shrinks to 0.7, and as large as fits.
constexpr double kFollowedPx = 1.4 * FaceDetector::kSmallestFacePx;

/// HOG's largest face counts as the visitor, without asking the supplement, from a fifth of the frame on (0.9 m): else
/// it may be the next in the queue, seen past a masked visitor.
constexpr double kNear = 0.2;

bool somebody_near(const std::vector<Face>& faces, const cv::Mat& bgr) {
  return !faces.empty() && faces.front().box_px.width >= kNear * std::min(bgr.cols, bgr.rows);
}

/// Boxes of neighbours may touch; those of one face cover most of each other, or one lies in the other.
bool already_in(const std::vector<Face>& faces, const Face& other) {
  return std::ranges::any_of(faces, [&](const Face& face) {
    return 2 * (face.box_px & other.box_px).area() > std::min(face.box_px.area(), other.box_px.area());
  });
}

}  // namespace

FollowingDetector::FollowingDetector(FaceDetector detector, double scale, std::chrono::milliseconds whole_every,
                                     std::optional<SupplementaryDetector> supplement)
    : detector_(std::move(detector)), scale_(scale), whole_every_(whole_every) {
  if (supplement) supplement_.emplace(*std::move(supplement));
}

Result<std::vector<Face>> FollowingDetector::detect(const Frame& frame) {
  const bool whole_due = frame.captured_at - whole_at_ >= whole_every_;
  if (alone_ && !whole_due) {
    auto faces = near_last(frame);
    if (!faces || faces->size() == 1) {
      if (faces) alone_ = faces->front().box_px;
      return faces;
    }
  }
  if (supplied_ && !whole_due) {
    auto faces = supplement_->look(frame, detector_);
    if (!faces || !faces->empty()) return faces;
  }
  return whole(frame);
}

Result<std::vector<Face>> FollowingDetector::near_last(const Frame& frame) const {
  const double scale = std::min(std::max(1.0, scale_), kFollowedPx / std::max(1, alone_->width));
  return detector_.detect(frame.bgr, {.scale = scale, .threshold = 0, .area = around(*alone_), .light = light_});
}

Result<std::vector<Face>> FollowingDetector::whole(const Frame& frame) {
  alone_.reset();
  supplied_.reset();
  whole_at_ = frame.captured_at;
  auto faces = detector_.detect(frame.bgr, {.scale = scale_, .threshold = 0, .area = {}, .light = light_});
  if (!faces) return faces;
  const bool by_hog = !faces->empty();
  if (!by_hog) light_ = light_ == Light::kAsItIs ? Light::kEvened : Light::kAsItIs;
  if (supplement_ && !somebody_near(*faces, frame.bgr))
    if (auto done = supplement_missing(frame, *faces); !done) return fail(std::move(done.error()));
  if (faces->size() == 1) (by_hog ? alone_ : supplied_) = faces->front().box_px;
  return faces;
}

/// Adds the face that only the supplement sees.
Status FollowingDetector::supplement_missing(const Frame& frame, std::vector<Face>& faces) {
  auto found = supplement_->look(frame, detector_);
  if (!found) return fail(std::move(found.error()));
  std::ranges::copy_if(*found, std::back_inserter(faces), [&](const Face& face) { return !already_in(faces, face); });
  std::ranges::stable_sort(faces, [](const Face& a, const Face& b) { return a.box_px.area() > b.box_px.area(); });
  return {};
}

}  // namespace gate
