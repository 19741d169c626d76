#include "vision/code_try.h"

// The text as UTF-8 is not asked for; without this the library's header warns that its type will change.
#define ZX_USE_UTF8 1
#include <ZXing/ReadBarcode.h>

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "vision/code_locator.h"

namespace gate {
namespace {

// All of these from the sweep; see README.md.
constexpr int kFramePx = 32;         // at least the quiet zone of four modules up to 8 px each
constexpr double kPlacePx = 600;     // what a place is enlarged to: 6 px a module for an EU certificate's 97 modules
constexpr double kMostEnlarged = 4;  // more only makes blur larger
constexpr double kMostReduced = 0.25;
constexpr double kMargin = 0.2;      // around a place: its box is coarse, and the finder wants some quiet zone
constexpr double kSharpenSigma = 3;  // half a module, after enlarging
constexpr double kSharpenGain = 2;

/// Where a changed picture's pixels were before: p * scale + shift.
struct Origin {
  cv::Point2d scale{1, 1};
  cv::Point2d shift;

  cv::Point of(const ZXing::PointI& point) const {
    return {cvRound(point.x * scale.x + shift.x), cvRound(point.y * scale.y + shift.y)};
  }
};

bool holds(const std::vector<ScannedCode>& codes, const std::string& text) {
  return std::any_of(codes.begin(), codes.end(), [&](const ScannedCode& code) { return code.text == text; });
}

void read(const cv::Mat& luma, const Origin& origin, std::vector<ScannedCode>& codes) {
  static const auto kHints = ZXing::DecodeHints()
                                 .setFormats(ZXing::BarcodeFormat::QRCode)
                                 .setMaxNumberOfSymbols(static_cast<std::uint8_t>(kMaxCodes));
  const ZXing::ImageView view(luma.data, luma.cols, luma.rows, ZXing::ImageFormat::Lum, static_cast<int>(luma.step));
  for (const ZXing::Result& result : ZXing::ReadBarcodes(view, kHints)) {
    ScannedCode code{{result.bytes().begin(), result.bytes().end()}, {}};
    if (!result.isValid() || code.text.empty() || code.text.size() > kMaxCodeBytes) continue;
    if (codes.size() == kMaxCodes || holds(codes, code.text)) continue;
    for (const ZXing::PointI& corner : result.position()) code.corners_px.push_back(origin.of(corner));
    codes.push_back(std::move(code));
  }
}

void read_framed(const cv::Mat& luma, double enlarged, std::vector<ScannedCode>& codes) {
  cv::Mat framed;
  cv::resize(luma, framed, {}, enlarged, enlarged, cv::INTER_CUBIC);
  cv::copyMakeBorder(framed, framed, kFramePx, kFramePx, kFramePx, kFramePx, cv::BORDER_CONSTANT, cv::Scalar(255));
  const double scale = 1 / enlarged;
  read(framed, {{scale, scale}, cv::Point2d(-kFramePx, -kFramePx) * scale}, codes);
}

cv::Mat sharpened(const cv::Mat& luma) {
  cv::Mat soft, sharp;
  cv::GaussianBlur(luma, soft, {}, kSharpenSigma);
  cv::addWeighted(luma, 1 + kSharpenGain, soft, -kSharpenGain, 0, sharp);
  return sharp;
}

cv::Mat stretched(const cv::Mat& luma) {
  cv::Mat all;
  cv::normalize(luma, all, 0, 255, cv::NORM_MINMAX);
  return all;
}

double enlargement(int side_px) { return std::clamp(kPlacePx / side_px, kMostReduced, kMostEnlarged); }

/// A code turned away is narrow: stretched to a square its modules are square again.
void read_place(const cv::Mat& luma, const CodePlace& place, CodeTry which, std::vector<ScannedCode>& codes) {
  const cv::Point margin(cvRound(place.box_px.width * kMargin), cvRound(place.box_px.height * kMargin));
  const cv::Rect area = cv::Rect(place.box_px.tl() - margin, place.box_px.br() + margin) & cv::Rect({}, luma.size());
  const double x = enlargement(place.box_px.width);
  const double y = enlargement(place.box_px.height);
  cv::Mat part;
  cv::resize(luma(area), part, {}, x, y, x * y < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
  if (place.inverted) cv::bitwise_not(part, part);
  read(which == CodeTry::kSharpenedPlaces ? sharpened(part) : part, {{1 / x, 1 / y}, area.tl()}, codes);
}

}  // namespace

std::string_view to_string(CodeTry which) {
  switch (which) {
    case CodeTry::kWhole: return "whole";
    case CodeTry::kFramed: return "framed";
    case CodeTry::kPlaces: return "places";
    case CodeTry::kSharpenedPlaces: return "sharpened_places";
    case CodeTry::kDoubled: return "doubled";
    case CodeTry::kInverted: return "inverted";
    case CodeTry::kStretched: return "stretched";
  }
  return "unknown";
}

std::vector<ScannedCode> try_codes(const cv::Mat& luma, CodeTry which) {
  std::vector<ScannedCode> codes;
  switch (which) {
    case CodeTry::kWhole: read(luma, {}, codes); break;
    case CodeTry::kFramed: read_framed(luma, 1, codes); break;
    case CodeTry::kDoubled: read_framed(luma, 2, codes); break;
    case CodeTry::kInverted: read(~luma, {}, codes); break;
    case CodeTry::kStretched: read_framed(stretched(luma), 1, codes); break;
    case CodeTry::kPlaces:
    case CodeTry::kSharpenedPlaces:
      for (const CodePlace& place : locate_codes(luma)) read_place(luma, place, which, codes);
      break;
  }
  return codes;
}

}  // namespace gate
