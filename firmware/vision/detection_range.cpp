#include "vision/detection_range.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "vision/face_detector.h"

namespace gate {
namespace {

constexpr double kFaceBoxM = 0.157;

double focal_px(const Optics& optics) {
  const double half_angle = std::clamp(optics.horizontal_fov_deg, 20.0, 120.0) / 2 * std::numbers::pi / 180;
  return optics.width_px / 2.0 / std::tan(half_angle);
}

}  // namespace

double face_px_at(double distance_m, const Optics& optics) { return focal_px(optics) * kFaceBoxM / distance_m; }

double distance_of(double face_px, const Optics& optics) { return focal_px(optics) * kFaceBoxM / face_px; }

double search_scale(const DetectionRange& range, const Optics& optics) {
  return std::clamp(FaceDetector::kSmallestFacePx / face_px_at(range.farthest_m, optics), 0.25, 2.0);
}

}  // namespace gate
