#include "vision/quality.h"

#include <array>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>

namespace gate {
namespace {

constexpr std::array<std::string_view, 7> kNames{"too_far",  "too_close",  "out_of_frame", "turned_away",
                                                 "too_dark", "too_bright", "blurred"};

/// The face's size for the measures on pixels: about what the net sees of it (a chip of 150 px, two thirds of it face),
/// so that blur counts only when it costs recognition, at any distance.
constexpr int kMeasuredPx = 96;

cv::Point2f middle(cv::Point2f a, cv::Point2f b) { return (a + b) * 0.5F; }

void measure_place(const cv::Mat& bgr, const cv::Rect& box, Quality& quality) {
  quality.face_px = box.width;
  quality.face_share = static_cast<double>(box.width) / std::min(bgr.cols, bgr.rows);
  quality.aside = (2.0 * box.x + box.width) / std::max(1, bgr.cols) - 1;
  quality.inside = static_cast<double>((box & cv::Rect({}, bgr.size())).area()) / std::max(1, box.area());
}

/// Where the nose's base lies between the eyes, along their axis: turning moves it towards an eye.
void measure_pose(const Face& face, Quality& quality) {
  const auto& p = face.landmarks_px;
  const cv::Point2f axis = p[0] - p[2];
  const double eyes = std::max(1.0, cv::norm(axis));
  const cv::Point2f nose = p[4] - middle(middle(p[0], p[1]), middle(p[2], p[3]));
  quality.turn = nose.dot(axis) / (eyes * eyes / 2);
  quality.roll_deg = std::atan2(axis.y, axis.x) * 180 / std::numbers::pi;
}

/// Luma of the middle of the box (no hair, no background), at the measured size.
void measure_pixels(const cv::Mat& bgr, const cv::Rect& box, Quality& quality) {
  const cv::Rect core(box.x + box.width / 8, box.y + box.height / 8, box.width * 3 / 4, box.height * 3 / 4);
  const cv::Rect visible = core & cv::Rect({}, bgr.size());
  if (visible.empty()) return;
  cv::Mat grey;
  cv::Mat face;
  cv::cvtColor(bgr(visible), grey, cv::COLOR_BGR2GRAY);
  cv::resize(grey, face, {kMeasuredPx * 3 / 4, kMeasuredPx * 3 / 4}, 0, 0, cv::INTER_AREA);
  face.convertTo(face, CV_32F);
  cv::Scalar mean;
  cv::Scalar deviation;
  cv::meanStdDev(face, mean, deviation);
  quality.luma = mean[0];
  quality.contrast = deviation[0];
  cv::Mat smooth;
  cv::GaussianBlur(face, smooth, {}, 1.0);
  quality.sharpness = cv::norm(face, smooth, cv::NORM_L2) / std::sqrt(face.total()) / std::max(1.0, deviation[0]);
}

std::optional<QualityIssue> first_issue(const Quality& q, const QualityLimits& limits) {
  const bool flat = q.contrast < limits.lowest_contrast;
  if (q.face_px < limits.smallest_face_px) return QualityIssue::kTooFar;
  if (q.face_share > limits.largest_face_share) return QualityIssue::kTooClose;
  if (q.inside < limits.smallest_inside) return QualityIssue::kOutOfFrame;
  if (std::abs(q.turn) > limits.largest_turn || std::abs(q.roll_deg) > limits.largest_roll_deg)
    return QualityIssue::kTurnedAway;
  if (q.luma < limits.darkest || (flat && q.luma < 128)) return QualityIssue::kTooDark;
  if (q.luma > limits.brightest || flat) return QualityIssue::kTooBright;
  if (q.sharpness < limits.lowest_sharpness) return QualityIssue::kBlurred;
  return std::nullopt;
}

}  // namespace

std::string_view to_string(QualityIssue issue) { return kNames.at(static_cast<std::size_t>(issue)); }

Quality assess(const cv::Mat& bgr, const Face& face, const QualityLimits& limits) {
  Quality quality;
  measure_place(bgr, face.box_px, quality);
  measure_pose(face, quality);
  measure_pixels(bgr, face.box_px, quality);
  quality.issue = first_issue(quality, limits);
  return quality;
}

}  // namespace gate
