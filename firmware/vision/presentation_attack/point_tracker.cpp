#include "presentation_attack/point_tracker.h"

#include <cmath>
#include <opencv2/imgproc.hpp>
#include <opencv2/video/tracking.hpp>

namespace gate {
namespace {

/// Enough for relief to show (2 % of it is more than 2 px) and no more work than that.
constexpr double kFacePx = 120;
/// Beside the face only whether things move counts.
constexpr double kFacePxBeside = 50;
constexpr int kPoints = 80;
constexpr double kThereAndBackPx = 0.8;
const cv::Size kWindow(13, 13);
constexpr int kLevels = 2;

cv::Rect scaled(const cv::Rect& box, double scale) {
  return {cvRound(box.x * scale), cvRound(box.y * scale), cvRound(box.width * scale), cvRound(box.height * scale)};
}

/// The box and 1.25 of its side around it.
cv::Rect reach(const cv::Rect& box) {
  const cv::Point by(box.width * 5 / 4, box.height * 5 / 4);
  return {box.tl() - by, box.br() + by};
}

cv::Rect widened(const cv::Rect& box) {
  return {box.x - box.width / 2, box.y - box.height / 2, box.width * 2, box.height * 2};
}

/// The part of the box that is face whatever its shape: an ellipse a little higher than it is wide.
cv::Mat face_mask(cv::Size size, const cv::Rect& box) {
  cv::Mat mask(size, CV_8UC1, cv::Scalar(0));
  const cv::Point centre = (box.tl() + box.br()) / 2;
  cv::ellipse(mask, centre, {box.width * 44 / 100, box.height / 2}, 0, 0, 360, cv::Scalar(255), cv::FILLED);
  return mask;
}

/// Two strips from four fifths to one and three fifths of the face's side from its middle.
cv::Mat beside_mask(cv::Size size, const cv::Rect& box) {
  cv::Mat mask(size, CV_8UC1, cv::Scalar(0));
  const cv::Point centre = (box.tl() + box.br()) / 2;
  const cv::Rect strip(0, centre.y - box.height * 4 / 5, box.width * 4 / 5, box.height * 8 / 5);
  for (const int left : {centre.x - box.width * 8 / 5, centre.x + box.width * 4 / 5})
    mask((strip + cv::Point(left, 0)) & cv::Rect({}, size)).setTo(255);
  return mask;
}

void shift(std::vector<cv::Point2f>& points, cv::Point2f by) {
  for (cv::Point2f& p : points) p += by;
}

cv::Point middle(const cv::Rect& box) { return (box.tl() + box.br()) / 2; }

struct Flow {
  std::vector<cv::Point2f> to;
  std::vector<bool> found;  ///< there and back again
};

Flow flow_of(const cv::Mat& previous, const cv::Mat& next, const std::vector<cv::Point2f>& points, cv::Point2f guess) {
  std::vector<cv::Mat> previous_levels;
  std::vector<cv::Mat> next_levels;
  cv::buildOpticalFlowPyramid(previous, previous_levels, kWindow, kLevels);
  cv::buildOpticalFlowPyramid(next, next_levels, kWindow, kLevels);
  const cv::TermCriteria stop(cv::TermCriteria::COUNT + cv::TermCriteria::EPS, 20, 0.02);
  const auto follow = [&](const auto& a, const auto& b, const auto& from, auto& to, auto& found) {
    cv::calcOpticalFlowPyrLK(a, b, from, to, found, cv::noArray(), kWindow, kLevels, stop,
                             cv::OPTFLOW_USE_INITIAL_FLOW);
  };
  Flow flow{points, {}};
  shift(flow.to, guess);
  std::vector<unsigned char> there;
  std::vector<unsigned char> returned;
  follow(previous_levels, next_levels, points, flow.to, there);
  std::vector<cv::Point2f> back = flow.to;
  shift(back, -guess);
  follow(next_levels, previous_levels, flow.to, back, returned);
  for (std::size_t i = 0; i < points.size(); ++i)
    flow.found.push_back(there[i] != 0 && returned[i] != 0 && cv::norm(back[i] - points[i]) <= kThereAndBackPx);
  return flow;
}

}  // namespace

cv::Mat PointTracker::grey(const cv::Mat& bgr) const {
  cv::Mat out;
  cv::cvtColor(bgr, out, cv::COLOR_BGR2GRAY);
  if (scale_ < 1) cv::resize(out, out, {}, scale_, scale_, cv::INTER_AREA);
  return out;
}

void PointTracker::clear() {
  from_.clear();
  now_.clear();
}

void PointTracker::start(const cv::Mat& bgr, const cv::Rect& box_px) {
  clear();
  const bool inside = where_ == Where::kInside;
  scale_ = std::min(1.0, (inside ? kFacePx : kFacePxBeside) / std::max(1, box_px.width));
  first_face_px_ = box_px.width;
  previous_ = grey(bgr);
  previous_box_ = scaled(box_px, scale_);
  const cv::Rect visible = (inside ? previous_box_ : reach(previous_box_)) & cv::Rect({}, previous_.size());
  if (visible.width < 24 || visible.height < 24) return;
  const cv::Mat mask =
      inside ? face_mask(previous_.size(), previous_box_) : beside_mask(previous_.size(), previous_box_);
  cv::goodFeaturesToTrack(previous_(visible), now_, kPoints, 0.005, std::max(3.0, previous_box_.width / 22.0),
                          mask(visible), 3);
  shift(now_, visible.tl());
  from_ = now_;
  for (cv::Point2f& p : from_) p *= 1 / scale_;
  for (cv::Point2f& p : now_) p *= 1 / scale_;
}

void PointTracker::follow(const cv::Mat& bgr, const cv::Rect& box_px) {
  const cv::Mat next = grey(bgr);
  const cv::Rect box = scaled(box_px, scale_);
  const bool inside = where_ == Where::kInside;
  const cv::Rect area =
      (inside ? widened(previous_box_) | widened(box) : reach(previous_box_) | reach(box)) & cv::Rect({}, next.size());
  if (from_.empty() || next.size() != previous_.size() || area.width < 32 || area.height < 32) return clear();
  std::vector<cv::Point2f> before = now_;
  for (cv::Point2f& p : before) p *= scale_;
  shift(before, -cv::Point2f(area.tl()));
  // The face's own move is the first guess: a quick nod is more than the flow finds by itself.
  const cv::Point2f move = inside ? cv::Point2f(middle(box) - middle(previous_box_)) : cv::Point2f();
  const Flow flow = flow_of(previous_(area), next(area), before, move);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (!flow.found[i]) continue;
    from_[kept] = from_[i];
    now_[kept++] = (flow.to[i] + cv::Point2f(area.tl())) * (1 / scale_);
  }
  from_.resize(kept);
  now_.resize(kept);
  previous_ = next;
  previous_box_ = box;
}

}  // namespace gate
