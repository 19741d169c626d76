#include "vision/code_locator.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

namespace gate {
namespace {

constexpr int kCellPx = 8;
constexpr int kSmallest = 5;          // cells a side
constexpr double kFaintest = 6;       // mean step between neighbours, 0 .. 255: a dim screen has 10, a plain wall 2
constexpr double kOverMedian = 2;     // … and this times the picture's usual cell, so that noise is no texture
constexpr double kOfStrongest = 0.4;  // … and this of the strongest cell near it
constexpr int kNear = 21;             // cells a side
constexpr double kSolid = 0.4;        // share of the box that is textured: 0.5 when turned by 45 degrees
constexpr double kSlimmest = 0.25;    // shorter by longer side: 0.5 when turned away by 60 degrees

/// Mean absolute difference of neighbours two apart, per cell, along one direction (dx, dy) in {(2, 0), (0, 2)}.
cv::Mat edges(const cv::Mat& luma, const cv::Size& cells, int dx, int dy) {
  const cv::Size size = cells * kCellPx;  // whole cells: then the averaging is ten times faster
  cv::Mat difference;
  cv::absdiff(luma({{0, 0}, size}), luma({{dx, dy}, size}), difference);
  cv::resize(difference, difference, cells, 0, 0, cv::INTER_AREA);
  return difference;
}

double median_of(const cv::Mat& cells) {
  std::vector<std::uint8_t> values(cells.begin<std::uint8_t>(), cells.end<std::uint8_t>());
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// Cells with edges in both directions, not much weaker than the strongest near them: a screen's bands around a code
/// are no part of it. Single cells are dropped, gaps of one closed.
cv::Mat textured_cells(const cv::Mat& luma, const cv::Size& cells) {
  const cv::Mat both = cv::min(edges(luma, cells, 2, 0), edges(luma, cells, 0, 2));
  cv::Mat strongest, solid;
  cv::blur(both, strongest, {3, 3});
  cv::dilate(strongest, strongest, cv::Mat::ones(kNear, kNear, CV_8U));
  const cv::Mat textured =
      (both > std::max(kFaintest, kOverMedian * median_of(both))) & (both > strongest * kOfStrongest);
  cv::blur(textured, solid, {3, 3});
  return solid > 127;
}

/// Compares a patch with the second row of cells around it: the first is partly the code's own edge.
bool is_inverted(const cv::Mat& brightness, const cv::Mat& patch) {
  cv::Mat near, far;
  cv::dilate(patch, near, {}, {-1, -1}, 1);
  cv::dilate(near, far, {}, {-1, -1}, 1);
  return cv::mean(brightness, far & ~near)[0] < cv::mean(brightness, patch)[0];
}

struct Patch {
  int label;
  int area;  // cells
  cv::Rect box;
};

/// The solid ones of a code's proportions, the largest first.
std::vector<Patch> patches_of(const cv::Mat& textured, cv::Mat& labels) {
  cv::Mat stats, middles;
  const int count = cv::connectedComponentsWithStats(textured, labels, stats, middles, 4);
  std::vector<Patch> patches;
  for (int i = 1; i < count; ++i) {
    const cv::Rect box(stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP),
                       stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT));
    const int area = stats.at<int>(i, cv::CC_STAT_AREA);
    const auto [shorter, longer] = std::minmax(box.width, box.height);
    if (shorter < kSmallest || shorter < kSlimmest * longer || area < kSolid * box.area()) continue;
    patches.push_back({i, area, box});
  }
  std::sort(patches.begin(), patches.end(), [](const Patch& a, const Patch& b) { return a.area > b.area; });
  return patches;
}

}  // namespace

std::vector<CodePlace> locate_codes(const cv::Mat& luma) {
  const cv::Size cells((luma.cols - 2) / kCellPx, (luma.rows - 2) / kCellPx);
  if (cells.width < kSmallest || cells.height < kSmallest) return {};
  cv::Mat labels, brightness;
  const std::vector<Patch> patches = patches_of(textured_cells(luma, cells), labels);
  if (patches.empty()) return {};
  cv::resize(luma({{0, 0}, cells * kCellPx}), brightness, cells, 0, 0, cv::INTER_AREA);
  std::vector<CodePlace> places;
  for (std::size_t i = 0; i < std::min(patches.size(), kMaxCodePlaces); ++i) {
    const cv::Rect& box = patches[i].box;
    places.push_back({{box.tl() * kCellPx, box.size() * kCellPx}, is_inverted(brightness, labels == patches[i].label)});
  }
  return places;
}

}  // namespace gate
