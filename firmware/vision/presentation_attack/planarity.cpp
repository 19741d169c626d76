#include "presentation_attack/planarity.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/calib3d.hpp>
#include <opencv2/core.hpp>
#include <vector>

namespace gate {
namespace {

constexpr std::size_t kFewestPoints = 12;
/// Points that the tracker lost on the way without noticing (hair, a highlight) must not make a picture look like a
/// head.
constexpr double kKept = 0.95;

std::vector<double> squared_errors(const cv::Matx33d& h, std::span<const cv::Point2f> from,
                                   std::span<const cv::Point2f> to) {
  std::vector<double> errors;
  errors.reserve(from.size());
  for (std::size_t i = 0; i < from.size(); ++i) {
    const cv::Vec3d mapped = h * cv::Vec3d(from[i].x, from[i].y, 1);
    const cv::Point2d at(mapped[0] / mapped[2], mapped[1] / mapped[2]);
    const cv::Point2d off = at - cv::Point2d(to[i]);
    errors.push_back(off.dot(off));
  }
  return errors;
}

double trimmed_rms(std::vector<double> squares) {
  std::ranges::sort(squares);
  const auto kept = static_cast<std::size_t>(std::ceil(kKept * static_cast<double>(squares.size())));
  double sum = 0;
  for (std::size_t i = 0; i < kept; ++i) sum += squares[i];
  return std::sqrt(sum / static_cast<double>(kept));
}

double mean_way(std::span<const cv::Point2f> from, std::span<const cv::Point2f> to) {
  double sum = 0;
  for (std::size_t i = 0; i < from.size(); ++i) sum += cv::norm(to[i] - from[i]);
  return sum / static_cast<double>(from.size());
}

/// The homography's linear part in the points' middle.
cv::Matx22d linear_part(const cv::Matx33d& h, std::span<const cv::Point2f> from) {
  cv::Point2d c;
  for (const cv::Point2f& p : from) c += cv::Point2d(p) * (1.0 / static_cast<double>(from.size()));
  const double w = h(2, 0) * c.x + h(2, 1) * c.y + h(2, 2);
  const double x = (h(0, 0) * c.x + h(0, 1) * c.y + h(0, 2)) / w;
  const double y = (h(1, 0) * c.x + h(1, 1) * c.y + h(1, 2)) / w;
  return {(h(0, 0) - x * h(2, 0)) / w, (h(0, 1) - x * h(2, 1)) / w, (h(1, 0) - y * h(2, 0)) / w,
          (h(1, 1) - y * h(2, 1)) / w};
}

/// Ratio of the singular values, less 1: from the trace and determinant of A'A.
double anisotropy_of(const cv::Matx22d& a) {
  const cv::Matx22d s = a.t() * a;
  const double mean = (s(0, 0) + s(1, 1)) / 2;
  const double spread = std::hypot((s(0, 0) - s(1, 1)) / 2, s(0, 1));
  return mean - spread <= 0 ? 0 : std::sqrt((mean + spread) / (mean - spread)) - 1;
}

/// Least squares of both coordinates on a plane's terms to second order and powers of x alone: depth that depends on x
/// moves points along x by a function of x when the surface is turned. Twice, without the worst tenth the second time.
double bent_rms(std::span<const cv::Point2f> from, std::span<const cv::Point2f> to, double face_px) {
  constexpr int kTerms = 8;
  constexpr std::size_t kKeptOfTen = 9;
  const auto count = static_cast<int>(from.size());
  cv::Point2d c;
  for (const cv::Point2f& p : from) c += cv::Point2d(p) * (1.0 / count);
  cv::Mat terms(count, kTerms, CV_64F);
  cv::Mat moved(count, 2, CV_64F);
  for (int i = 0; i < count; ++i) {
    const double x = (from[i].x - c.x) / face_px;
    const double y = (from[i].y - c.y) / face_px;
    const std::array<double, kTerms> row{1, x, y, x * x, x * y, x * x * x, x * x * x * x, x * x * x * x * x};
    std::ranges::copy(row, terms.ptr<double>(i));
    moved.at<double>(i, 0) = (to[i].x - from[i].x) / face_px;
    moved.at<double>(i, 1) = (to[i].y - from[i].y) / face_px;
  }
  std::vector<double> squares;
  for (int round = 0; round < 2; ++round) {
    cv::Mat map;
    cv::solve(terms, moved, map, cv::DECOMP_SVD);
    const cv::Mat off = terms * map - moved;
    squares.clear();
    for (int i = 0; i < off.rows; ++i) squares.push_back(off.row(i).dot(off.row(i)));
    std::vector<double> sorted = squares;
    std::ranges::sort(sorted);
    const double worst = sorted[(sorted.size() - 1) * kKeptOfTen / 10];
    cv::Mat kept_terms;
    cv::Mat kept_moved;
    for (int i = 0; i < terms.rows; ++i) {
      if (squares[i] > worst) continue;
      kept_terms.push_back(terms.row(i));
      kept_moved.push_back(moved.row(i));
    }
    terms = kept_terms;
    moved = kept_moved;
  }
  return trimmed_rms(squares);
}

}  // namespace

std::optional<PlaneFit> fit_plane(std::span<const cv::Point2f> from, std::span<const cv::Point2f> to, double face_px) {
  if (from.size() != to.size() || from.size() < kFewestPoints || !(face_px > 0)) return std::nullopt;
  try {
    const cv::Mat h =
        cv::findHomography(cv::Mat(static_cast<int>(from.size()), 1, CV_32FC2, const_cast<cv::Point2f*>(from.data())),
                           cv::Mat(static_cast<int>(to.size()), 1, CV_32FC2, const_cast<cv::Point2f*>(to.data())),
                           cv::RANSAC, 0.03 * face_px);
    if (h.empty()) return std::nullopt;
    const cv::Matx33d map = h;
    return PlaneFit{.residual = trimmed_rms(squared_errors(map, from, to)) / face_px,
                    .anisotropy = anisotropy_of(linear_part(map, from)),
                    .movement = mean_way(from, to) / face_px,
                    .bent_residual = bent_rms(from, to, face_px),
                    .points = from.size()};
  } catch (const cv::Exception&) {
    return std::nullopt;
  }
}

}  // namespace gate
