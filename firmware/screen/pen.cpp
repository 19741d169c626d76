#include "screen/pen.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace gate {

Pen& Pen::ink(Ink ink) {
  ink_ = static_cast<unsigned char>(ink);
  return *this;
}

cv::Point Pen::at(double x, double y) const {
  return {cvRound(part_.x + x / 100 * part_.width), cvRound(part_.y + y / 100 * part_.height)};
}

int Pen::length(double units) const { return std::max(1, cvRound(units / 100 * part_.width)); }

void Pen::disc(double x, double y, double radius) { cv::circle(coverage_, at(x, y), length(radius), ink_, cv::FILLED); }

void Pen::oval(double x, double y, double half_width, double half_height) {
  cv::ellipse(coverage_, at(x, y), {length(half_width), length(half_height)}, 0, 0, 360, ink_, cv::FILLED);
}

void Pen::ring(double x, double y, double half_width, double half_height, double stroke) {
  cv::ellipse(coverage_, at(x, y), {length(half_width), length(half_height)}, 0, 0, 360, ink_, length(stroke));
}

void Pen::arc(double x, double y, double radius, double from_deg, double to_deg, double stroke) {
  std::vector<cv::Point2d> points;
  for (double deg = from_deg; deg <= to_deg; deg += 3)
    points.emplace_back(x + radius * std::cos(deg * CV_PI / 180), y + radius * std::sin(deg * CV_PI / 180));
  lines(points, stroke);
}

void Pen::lines(const std::vector<cv::Point2d>& points, double stroke) {
  for (std::size_t i = 1; i < points.size(); ++i)
    cv::line(coverage_, at(points[i - 1].x, points[i - 1].y), at(points[i].x, points[i].y), ink_, length(stroke));
}

void Pen::polygon(const std::vector<cv::Point2d>& points) {
  std::vector<cv::Point> corners;
  for (const cv::Point2d& point : points) corners.push_back(at(point.x, point.y));
  cv::fillPoly(coverage_, std::vector<std::vector<cv::Point>>{corners}, ink_);
}

void Pen::box(double x, double y, double width, double height, double corner) {
  polygon({{x + corner, y}, {x + width - corner, y}, {x + width - corner, y + height}, {x + corner, y + height}});
  polygon({{x, y + corner}, {x + width, y + corner}, {x + width, y + height - corner}, {x, y + height - corner}});
  for (const double cx : {x + corner, x + width - corner})
    for (const double cy : {y + corner, y + height - corner})
      if (corner > 0) disc(cx, cy, corner);
}

void Pen::arrow(cv::Point2d from, cv::Point2d to, double stroke) {
  const cv::Point2d way = (to - from) / std::hypot(to.x - from.x, to.y - from.y);
  const cv::Point2d side(-way.y, way.x);
  const double head = stroke * 1.9;
  lines({from, to}, stroke);
  lines({to - head * way + head * side, to, to - head * way - head * side}, stroke);
}

}  // namespace gate
