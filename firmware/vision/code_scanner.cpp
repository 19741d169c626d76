#include "vision/code_scanner.h"

#include <algorithm>
#include <exception>
#include <opencv2/imgproc.hpp>
#include <span>

namespace gate {
namespace {

constexpr int kLargestFramePx = 1920;
constexpr int kLargestPicturePx = 4000;  // what a 12 megapixel photograph has

// What is quick and finds most comes first, but not always: of several codes in view another may need the other way.
constexpr std::array kEvenTurn{CodeTry::kWhole, CodeTry::kPlaces};
constexpr std::array kOddTurn{CodeTry::kSharpenedPlaces, CodeTry::kWhole};

cv::Mat luma_of(const cv::Mat& picture) {
  if (picture.type() == CV_8UC1) return picture;
  cv::Mat luma;
  if (picture.type() == CV_8UC3) cv::cvtColor(picture, luma, cv::COLOR_BGR2GRAY);
  return luma;
}

std::vector<ScannedCode> first_find(const cv::Mat& luma, std::span<const CodeTry> tries) {
  for (const CodeTry which : tries)
    if (auto codes = try_codes(luma, which); !codes.empty()) return codes;
  return {};
}

std::vector<ScannedCode> find(cv::Mat luma, int largest_px, std::span<const CodeTry> tries) {
  const double enlarge = std::max(1.0, std::max(luma.cols, luma.rows) / static_cast<double>(largest_px));
  if (enlarge > 1) cv::resize(luma, luma, {}, 1 / enlarge, 1 / enlarge, cv::INTER_AREA);
  auto codes = first_find(luma, tries);
  for (ScannedCode& code : codes)
    for (cv::Point& corner : code.corners_px) corner *= enlarge;
  return codes;
}

}  // namespace

std::vector<ScannedCode> CodeScanner::scan(const cv::Mat& picture, Effort effort) {
  try {
    const cv::Mat luma = luma_of(picture);
    if (luma.empty()) return {};
    if (effort == Effort::kPicture) return find(luma, kLargestPicturePx, kCodeTries);
    return find(luma, kLargestFramePx, turn_++ % 2 == 0 ? kEvenTurn : kOddTurn);
  } catch (const std::exception&) {
    return {};  // memory, or a picture the libraries stumble over: one without a code
  }
}

}  // namespace gate
