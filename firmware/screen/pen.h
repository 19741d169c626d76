#pragma once

#include <opencv2/core/mat.hpp>
#include <vector>

namespace gate {

/// Draws into coverage (CV_8UC1) in units of a square of 100, x to the right, y down; `part` says where in the coverage
/// that square is. Strokes have round ends. What it draws is opaque; ink(kErase) takes away. Thread-bound.
class Pen {
 public:
  enum class Ink : unsigned char { kErase = 0, kDraw = 255 };

  Pen(cv::Mat& coverage, cv::Rect2d part) : coverage_(coverage), part_(part) {}

  Pen& ink(Ink ink);
  void disc(double x, double y, double radius);
  void oval(double x, double y, double half_width, double half_height);
  void ring(double x, double y, double half_width, double half_height, double stroke);
  /// Degrees, clockwise from the right.
  void arc(double x, double y, double radius, double from_deg, double to_deg, double stroke);
  void lines(const std::vector<cv::Point2d>& points, double stroke);
  void polygon(const std::vector<cv::Point2d>& points);
  void box(double x, double y, double width, double height, double corner);
  /// A line with a head at its end.
  void arrow(cv::Point2d from, cv::Point2d to, double stroke);

 private:
  cv::Point at(double x, double y) const;
  int length(double units) const;

  cv::Mat& coverage_;
  cv::Rect2d part_;
  unsigned char ink_ = 255;
};

}  // namespace gate
