#include "vision/synthetic_mask.h"

#include <algorithm>
#include <array>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "vision/face_frame.h"

namespace gate {
namespace {

using Shape = MaskStyle::Shape;
using Outline = std::vector<cv::Point2d>;

constexpr std::array<MaskStyle, 4> kEnrolment{{{"pleated blue", Shape::kPleated, {214, 190, 150}},
                                               {"fitted black", Shape::kFitted, {38, 34, 34}},
                                               {"folded white", Shape::kFolded, {236, 238, 238}},
                                               {"low grey", Shape::kLow, {150, 146, 142}}}};
constexpr std::array<MaskStyle, 4> kProbe{{{"pleated white", Shape::kPleated, {232, 230, 226}},
                                           {"fitted navy", Shape::kFitted, {92, 54, 36}},
                                           {"folded pink", Shape::kFolded, {206, 176, 232}},
                                           {"pleated green", Shape::kPleated, {176, 206, 160}}}};

/// The right half of a mask's outline from the bridge of the nose round to the chin, in the face's coordinates, for a
/// nose whose base is at 0.55.
Outline right_half(Shape shape) {
  switch (shape) {
    case Shape::kPleated:
      return {{0.00, 0.20}, {0.12, 0.24}, {0.30, 0.36}, {0.52, 0.42}, {0.70, 0.44},
              {0.72, 0.80}, {0.60, 1.08}, {0.36, 1.27}, {0.00, 1.34}};
    case Shape::kFitted:
      return {{0.00, 0.18}, {0.14, 0.24}, {0.34, 0.34}, {0.58, 0.36}, {0.76, 0.30},
              {0.78, 0.62}, {0.64, 0.98}, {0.40, 1.24}, {0.00, 1.36}};
    case Shape::kFolded:
      return {{0.00, 0.12}, {0.11, 0.20}, {0.26, 0.34}, {0.48, 0.46}, {0.66, 0.56},
              {0.68, 0.78}, {0.56, 1.06}, {0.32, 1.30}, {0.00, 1.38}};
    case Shape::kLow:
      return {{0.00, 0.40}, {0.14, 0.42}, {0.34, 0.46}, {0.56, 0.48}, {0.72, 0.46},
              {0.72, 0.80}, {0.60, 1.08}, {0.36, 1.27}, {0.00, 1.34}};
  }
  return {};
}

/// Draws in the face's coordinates onto a part of the picture.
class Painter {
 public:
  Painter(const cv::Mat& bgr, const Face& face) : frame_(face) {
    const double reach = 1.8 * frame_.unit_px();
    const cv::Point2f middle = frame_.at(0, 0.8);
    area_ = cv::Rect(cvRound(middle.x - reach), cvRound(middle.y - reach), cvRound(2 * reach), cvRound(2 * reach)) &
            cv::Rect({}, bgr.size());
  }

  const cv::Rect& area() const { return area_; }

  /// The head's turn carries what is in the middle of the mask along with the nose; its lift stretches it.
  cv::Point place(double x, double y) const {
    const double stretch = std::clamp(frame_.nose().y / 0.55, 0.7, 1.3);
    const double turn = std::clamp(frame_.nose().x, -0.4, 0.4) * std::min(1.0, 0.4 + y) * (1 - std::abs(x));
    const cv::Point2d p = frame_.at(x + turn, y * stretch);
    return cv::Point(cvRound(16.0 * (p.x - area_.x)), cvRound(16.0 * (p.y - area_.y)));  // 1/16 px, as drawing takes it
  }

  void fill(cv::Mat& coverage, const Outline& half) const {
    std::vector<cv::Point> points;
    for (const auto& p : half) points.push_back(place(p.x, p.y));
    for (auto p = half.rbegin(); p != half.rend(); ++p) points.push_back(place(-p->x, p->y));
    cv::fillPoly(coverage, std::vector{points}, cv::Scalar::all(255), cv::LINE_AA, 4);
  }

  void line(cv::Mat& onto, const Outline& through, int value, double width) const {
    const int thickness = std::max(1, cvRound(width * frame_.unit_px()));
    for (std::size_t i = 0; i + 1 < through.size(); ++i)
      cv::line(onto, place(through[i].x, through[i].y), place(through[i + 1].x, through[i + 1].y),
               cv::Scalar::all(value), thickness, cv::LINE_AA, 4);
  }

  double unit_px() const { return frame_.unit_px(); }

 private:
  FaceFrame frame_;
  cv::Rect area_;
};

void loops(const Painter& painter, cv::Mat& coverage) {
  for (const double side : {-1.0, 1.0}) {
    painter.line(coverage, {{0.70 * side, 0.46}, {0.95 * side, 0.25}}, 255, 0.02);
    painter.line(coverage, {{0.70 * side, 0.82}, {0.95 * side, 0.35}}, 255, 0.02);
  }
}

/// Folds and seams darken or lighten the cloth: 128 leaves it as it is.
cv::Mat relief(const Painter& painter, Shape shape) {
  cv::Mat result(painter.area().size(), CV_8UC1, cv::Scalar::all(128));
  if (shape == Shape::kPleated || shape == Shape::kLow)
    for (const double y : {0.66, 0.82, 0.98}) {
      painter.line(result, {{-0.70, y - 0.04}, {0, y}, {0.70, y - 0.04}}, 96, 0.02);
      painter.line(result, {{-0.70, y - 0.01}, {0, y + 0.03}, {0.70, y - 0.01}}, 150, 0.02);
    }
  if (shape == Shape::kFitted) painter.line(result, {{0, 0.18}, {0.02, 0.75}, {0, 1.36}}, 100, 0.015);
  if (shape == Shape::kFolded) painter.line(result, {{-0.68, 0.72}, {0, 0.80}, {0.68, 0.72}}, 104, 0.02);
  return result;
}

/// How the light falls: the picture's brightness without its detail, by its mean under the mask. Half of it is kept,
/// for cloth is smoother than a face.
cv::Mat light(const cv::Mat& bgr, const cv::Mat& coverage, double unit_px) {
  cv::Mat grey;
  cv::cvtColor(bgr, grey, cv::COLOR_BGR2GRAY);
  cv::Mat smooth;
  cv::boxFilter(grey, smooth, CV_32F, cv::Size(cvRound(unit_px / 2) | 1, cvRound(unit_px / 2) | 1));
  const double mean = std::max(1.0, cv::mean(smooth, coverage)[0]);
  return 0.5 + 0.5 * smooth / mean;
}

/// A mask is no brighter than the room: white cloth reflects a little more than light skin does.
double exposure(const cv::Mat& bgr, const cv::Mat& coverage) {
  constexpr double kSkin = 140;  // of light skin in good light
  cv::Mat grey;
  cv::cvtColor(bgr, grey, cv::COLOR_BGR2GRAY);
  return std::clamp(cv::mean(grey, coverage)[0] / kSkin, 0.25, 1.1);
}

/// In a picture without colour a mask has none either.
cv::Vec3d colour_of(const MaskStyle& style, const cv::Mat& bgr) {
  constexpr double kGrey = 2;
  std::array<cv::Mat, 3> channels;
  cv::split(bgr, channels);
  const bool grey = cv::norm(channels[0], channels[2], cv::NORM_L1) / static_cast<double>(bgr.total()) < kGrey;
  const cv::Vec3d colour(style.bgr[0], style.bgr[1], style.bgr[2]);
  return grey ? cv::Vec3d::all((colour[0] + colour[1] + colour[2]) / 3) : colour;
}

}  // namespace

std::span<const MaskStyle> enrolment_masks() { return kEnrolment; }
std::span<const MaskStyle> probe_masks() { return kProbe; }

cv::Mat with_mask(const cv::Mat& bgr, const Face& face, const MaskStyle& style) {
  cv::Mat result = bgr.clone();
  const Painter painter(bgr, face);
  if (painter.area().empty()) return result;
  cv::Mat part = result(painter.area());
  cv::Mat coverage(part.size(), CV_8UC1, cv::Scalar::all(0));
  painter.fill(coverage, right_half(style.shape));
  if (cv::countNonZero(coverage) == 0) return result;
  const double brightness = exposure(part, coverage);
  const cv::Mat lit = light(part, coverage, painter.unit_px());
  loops(painter, coverage);
  const cv::Mat folds = relief(painter, style.shape);
  const cv::Vec3d colour = colour_of(style, part);
  for (int y = 0; y < part.rows; ++y)
    for (int x = 0; x < part.cols; ++x) {
      const double share = coverage.at<uchar>(y, x) / 255.0;
      if (share == 0) continue;
      const double shade = brightness * lit.at<float>(y, x) * folds.at<uchar>(y, x) / 128.0;
      auto& pixel = part.at<cv::Vec3b>(y, x);
      for (int c = 0; c < 3; ++c)
        pixel[c] = cv::saturate_cast<uchar>(share * shade * colour[c] + (1 - share) * pixel[c]);
    }
  return result;
}

}  // namespace gate
