#include "presentation_attack/screen_cues.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/calib3d.hpp>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace gate {
namespace {

constexpr int kSpectrumPx = 128;
constexpr int kSmallestPx = 64;
/// Coarser than this is the face itself (brows, mouth), finer than that is the camera's sharpening and JPEG.
constexpr int kCoarsest = 14;
constexpr int kFinest = 58;

/// The face's middle at full resolution: a pattern of pixels does not survive resizing.
cv::Mat middle(const cv::Mat& bgr, const cv::Rect& box_px) {
  const int side = std::min({kSpectrumPx, box_px.width, box_px.height});
  const cv::Point centre = (box_px.tl() + box_px.br()) / 2;
  const cv::Rect area = cv::Rect(centre.x - side / 2, centre.y - side / 2, side, side) & cv::Rect({}, bgr.size());
  if (area.width < kSmallestPx || area.height < kSmallestPx) return {};
  cv::Mat grey;
  cv::cvtColor(bgr(area), grey, cv::COLOR_BGR2GRAY);
  grey.convertTo(grey, CV_32F);
  return grey;
}

cv::Mat log_spectrum(cv::Mat grey) {
  cv::Mat window;
  cv::createHanningWindow(window, grey.size(), CV_32F);
  grey = (grey - cv::mean(grey)).mul(window);
  cv::copyMakeBorder(grey, grey, 0, kSpectrumPx - grey.rows, 0, kSpectrumPx - grey.cols, cv::BORDER_CONSTANT);
  cv::Mat complex;
  cv::dft(grey, complex, cv::DFT_COMPLEX_OUTPUT);
  std::array<cv::Mat, 2> parts;
  cv::split(complex, parts.data());
  cv::Mat magnitude;
  cv::magnitude(parts[0], parts[1], magnitude);
  magnitude += cv::Scalar::all(1);
  cv::log(magnitude, magnitude);
  cv::blur(magnitude, magnitude, {3, 3}, {-1, -1}, cv::BORDER_REFLECT);
  return magnitude;
}

/// JPEG and video blocks of 8 px put peaks on the axes and beside multiples of a block's frequency.
bool may_be_blocks(int u, int v) { return std::abs(u) <= 2 || std::abs(v) <= 2; }

float median(std::vector<float> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace

std::optional<double> pattern_peak(const cv::Mat& bgr, const cv::Rect& box_px) {
  const cv::Mat grey = middle(bgr, box_px);
  if (grey.empty()) return std::nullopt;
  const cv::Mat spectrum = log_spectrum(grey);
  std::array<std::vector<float>, kFinest + 1> rings;
  std::array<float, kFinest + 1> strongest{};
  for (int v = -kFinest; v <= kFinest; ++v) {
    for (int u = 0; u <= kFinest; ++u) {
      const int radius = cvRound(std::hypot(u, v));
      if (radius < kCoarsest || radius > kFinest) continue;
      const float value = spectrum.at<float>((v + kSpectrumPx) % kSpectrumPx, u);
      rings[radius].push_back(value);
      if (!may_be_blocks(u, v)) strongest[radius] = std::max(strongest[radius], value);
    }
  }
  double peak = 0;
  for (int radius = kCoarsest; radius <= kFinest; ++radius)
    peak = std::max(peak, static_cast<double>(strongest[radius] - median(rings[radius])));
  return peak;
}

std::optional<double> row_change(const cv::Mat& before, const cv::Mat& now, const cv::Rect& box_px) {
  const cv::Rect area = box_px & cv::Rect({}, now.size());
  if (before.size() != now.size() || area.width < kSmallestPx || area.height < kSmallestPx) return std::nullopt;
  cv::Mat a;
  cv::Mat b;
  cv::cvtColor(before(area), a, cv::COLOR_BGR2GRAY);
  cv::cvtColor(now(area), b, cv::COLOR_BGR2GRAY);
  cv::Mat change;
  cv::subtract(b, a, change, cv::noArray(), CV_32F);
  cv::Mat rows;
  cv::reduce(change, rows, 1, cv::REDUCE_AVG, CV_32F);
  cv::Scalar mean;
  cv::Scalar row_deviation;
  cv::Scalar deviation;
  cv::meanStdDev(change, mean, deviation);
  cv::meanStdDev(rows, mean, row_deviation);
  // Frames of a still recording are the same; a moving face changes by more than any flicker.
  if (deviation[0] < 0.5 || deviation[0] > 12) return std::nullopt;
  return std::min(1.0, row_deviation[0] / deviation[0]);
}

std::optional<double> moved_along(std::span<const cv::Point2f> face_from, std::span<const cv::Point2f> face_to,
                                  std::span<const cv::Point2f> beside_from, std::span<const cv::Point2f> beside_to,
                                  double face_px) {
  constexpr std::size_t kFewestFace = 12;
  constexpr std::size_t kFewestBeside = 8;
  constexpr double kLeastMove = 0.12;
  constexpr double kNear = 0.04;
  if (face_from.size() < kFewestFace || beside_from.size() < kFewestBeside) return std::nullopt;
  // A similarity: what a plane's tilt adds is small beside the face, and a homography of a small face runs wild there.
  const cv::Mat fitted = cv::estimateAffinePartial2D(
      cv::Mat(static_cast<int>(face_from.size()), 1, CV_32FC2, const_cast<cv::Point2f*>(face_from.data())),
      cv::Mat(static_cast<int>(face_to.size()), 1, CV_32FC2, const_cast<cv::Point2f*>(face_to.data())), cv::noArray(),
      cv::RANSAC, 0.03 * face_px);
  if (fitted.empty()) return std::nullopt;
  const cv::Matx23d map = fitted;
  std::size_t told = 0;
  std::size_t along = 0;
  for (std::size_t i = 0; i < beside_from.size(); ++i) {
    const cv::Point2d from(beside_from[i]);
    const cv::Vec2d expected = map * cv::Vec3d(from.x, from.y, 1);
    if (cv::norm(cv::Point2d(expected) - from) < kLeastMove * face_px) continue;
    ++told;
    if (cv::norm(cv::Point2d(expected) - cv::Point2d(beside_to[i])) < kNear * face_px + 1) ++along;
  }
  if (told < kFewestBeside) return std::nullopt;
  return static_cast<double>(along) / static_cast<double>(told);
}

}  // namespace gate
