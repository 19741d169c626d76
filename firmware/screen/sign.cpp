#include "screen/sign.h"

#include <opencv2/imgproc.hpp>

#include "screen/pictogram_shapes.h"

namespace gate {
namespace {

constexpr int kFiner = 4;  // drawn this many times larger and averaged: smoother than OpenCV's own anti-aliasing

void draw_shape(Pen& pen, Tone tone) {
  switch (tone) {
    case Tone::kNeutral: return pen.box(2, 2, 96, 96, 20);
    case Tone::kGuide: pen.polygon({{16, 70}, {16, 99}, {50, 70}}); return pen.box(2, 2, 96, 80, 16);
    case Tone::kWait: return pen.ring(50, 50, 44, 44, 8);
    case Tone::kGood: return pen.disc(50, 50, 49);
    case Tone::kStop:
      return pen.polygon({{29.7, 1}, {70.3, 1}, {99, 29.7}, {99, 70.3}, {70.3, 99}, {29.7, 99}, {1, 70.3}, {1, 29.7}});
    case Tone::kTrouble:
      pen.polygon({{50, 10}, {93, 88}, {7, 88}});
      return pen.lines({{50, 10}, {93, 88}, {7, 88}, {50, 10}}, 10);
    case Tone::kExit: return pen.box(1, 12, 98, 76, 6);
  }
}

/// Where in the shape there is room for a square symbol.
cv::Rect2d room(Tone tone) {
  switch (tone) {
    case Tone::kNeutral: return {15, 15, 70, 70};
    case Tone::kGuide: return {18, 10, 64, 64};
    case Tone::kWait: return {24, 24, 52, 52};
    case Tone::kGood:
    case Tone::kStop: return {20, 20, 60, 60};
    case Tone::kTrouble: return {29, 38, 42, 42};
    case Tone::kExit: return {18, 18, 64, 64};
  }
  return {};
}

cv::Mat finished(const cv::Mat& fine, int side_px) {
  cv::Mat coverage;
  cv::resize(fine, coverage, {side_px, side_px}, 0, 0, cv::INTER_AREA);
  return coverage;
}

}  // namespace

cv::Mat sign_shape(Tone tone, int side_px) {
  cv::Mat fine = cv::Mat::zeros(kFiner * side_px, kFiner * side_px, CV_8UC1);
  Pen pen(fine, cv::Rect2d({}, cv::Size2d(fine.size())));
  draw_shape(pen, tone);
  return finished(fine, side_px);
}

cv::Mat sign_symbol(Tone tone, Pictogram pictogram, int side_px) {
  cv::Mat fine = cv::Mat::zeros(kFiner * side_px, kFiner * side_px, CV_8UC1);
  const cv::Rect2d part = room(tone);
  const double unit = fine.cols / 100.0;
  Pen pen(fine, {part.x * unit, part.y * unit, part.width * unit, part.height * unit});
  draw_pictogram(pen, pictogram);
  return finished(fine, side_px);
}

}  // namespace gate
