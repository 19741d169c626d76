#include "vision/net_boxes.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

namespace gate {
namespace {

// The net's boxes are taller than dlib's and reach higher; with these two shares of their height, dlib's landmarks lie
// within 0.6 % of the eye distance of those in its own boxes.
constexpr double kSide = 0.82;
constexpr double kLower = 0.07;

}  // namespace

double intersection_over_union(const cv::Rect2d& a, const cv::Rect2d& b) {
  const double both = (a & b).area();
  const double either = a.area() + b.area() - both;
  return either > 0 ? both / either : 0;
}

Letterbox Letterbox::of(const cv::Rect& area, const cv::Size& input) {
  return {area, input,
          std::min(static_cast<double>(input.width) / area.width, static_cast<double>(input.height) / area.height)};
}

cv::Mat fitted(const cv::Mat& bgr, const Letterbox& letterbox) {
  cv::Mat result(letterbox.input, CV_8UC3, cv::Scalar::all(127));
  const cv::Rect inside = letterbox.area & cv::Rect({}, bgr.size());
  const cv::Point from = inside.tl() - letterbox.area.tl();
  const double scale = letterbox.scale;
  const cv::Rect to = cv::Rect(cvRound(from.x * scale), cvRound(from.y * scale), cvRound(inside.width * scale),
                               cvRound(inside.height * scale)) &
                      cv::Rect({}, letterbox.input);
  if (inside.empty() || to.empty()) return result;
  cv::resize(bgr(inside), result(to), to.size(), 0, 0, scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
  return result;
}

std::vector<NetBox> boxes_of(const cv::Mat& corners, const cv::Mat& scores, const Letterbox& letterbox,
                             double lowest_score) {
  const double width = letterbox.input.width / letterbox.scale;
  const double height = letterbox.input.height / letterbox.scale;
  std::vector<NetBox> found;
  for (int i = 0; i < std::min(corners.rows, scores.rows); ++i) {
    const double score = scores.at<float>(i, 1);
    const auto* corner = corners.ptr<float>(i);
    const bool sane = std::all_of(corner, corner + 4, [](float x) { return x > -1 && x < 2; });  // no NaN is
    if (!(score >= lowest_score) || !sane) continue;
    const cv::Rect2d box(cv::Point2d(corner[0] * width, corner[1] * height),
                         cv::Point2d(corner[2] * width, corner[3] * height));
    if (box.area() > 0) found.push_back({box + cv::Point2d(letterbox.area.tl()), score});
  }
  std::ranges::stable_sort(found, [](const NetBox& a, const NetBox& b) { return a.score > b.score; });
  return found;
}

std::vector<NetBox> without_doubles(std::vector<NetBox> best_first, double overlap) {
  std::vector<NetBox> kept;
  for (const NetBox& box : best_first)
    if (std::ranges::none_of(
            kept, [&](const NetBox& other) { return intersection_over_union(box.box_px, other.box_px) > overlap; }))
      kept.push_back(box);
  return kept;
}

cv::Rect dlib_box(const cv::Rect2d& net_box_px) {
  const double side = kSide * net_box_px.height;
  const double x = net_box_px.x + net_box_px.width / 2;
  const double y = net_box_px.y + net_box_px.height * (0.5 + kLower);
  return {cvRound(x - side / 2), cvRound(y - side / 2), cvRound(side), cvRound(side)};
}

cv::Rect2d net_box(const cv::Rect& dlib_box_px) {
  const double height = dlib_box_px.width / kSide;
  const double x = dlib_box_px.x + dlib_box_px.width / 2.0;
  const double y = dlib_box_px.y + dlib_box_px.height / 2.0 - kLower * height;
  return {x - height / 2, y - height / 2, height, height};
}

}  // namespace gate
