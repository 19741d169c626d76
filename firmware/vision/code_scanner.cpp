#include "vision/code_scanner.h"

// The text as UTF-8 is not asked for; without this the library's header warns that its type will change.
#define ZX_USE_UTF8 1
#include <ZXing/ReadBarcode.h>

#include <algorithm>
#include <exception>
#include <opencv2/imgproc.hpp>

namespace gate {
namespace {

cv::Mat luma_of(const cv::Mat& picture) {
  if (picture.type() == CV_8UC1) return picture;
  if (picture.type() != CV_8UC3) return {};
  cv::Mat luma;
  cv::cvtColor(picture, luma, cv::COLOR_BGR2GRAY);
  return luma;
}

std::vector<ScannedCode> read(const cv::Mat& luma, const ZXing::DecodeHints& hints) {
  const ZXing::ImageView view(luma.data, luma.cols, luma.rows, ZXing::ImageFormat::Lum, static_cast<int>(luma.step));
  std::vector<ScannedCode> codes;
  for (const ZXing::Result& result : ZXing::ReadBarcodes(view, hints)) {
    if (!result.isValid() || codes.size() == kMaxCodes) continue;
    ScannedCode code{{result.bytes().begin(), result.bytes().end()}, {}};
    if (code.text.empty() || code.text.size() > kMaxCodeBytes) continue;
    for (const ZXing::PointI& corner : result.position()) code.corners_px.emplace_back(corner.x, corner.y);
    const auto same = [&](const ScannedCode& other) { return other.text == code.text; };
    if (std::none_of(codes.begin(), codes.end(), same)) codes.push_back(std::move(code));
  }
  return codes;
}

}  // namespace

struct CodeScanner::State {
  ZXing::DecodeHints hints;
};

CodeScanner::CodeScanner() : state_(std::make_unique<State>()) {
  state_->hints.setFormats(ZXing::BarcodeFormat::QRCode).setMaxNumberOfSymbols(kMaxCodes);
}
CodeScanner::~CodeScanner() = default;
CodeScanner::CodeScanner(CodeScanner&&) noexcept = default;
CodeScanner& CodeScanner::operator=(CodeScanner&&) noexcept = default;

std::vector<ScannedCode> CodeScanner::scan(const cv::Mat& picture, Effort) {
  try {
    const cv::Mat luma = luma_of(picture);
    if (luma.empty()) return {};
    return read(luma, state_->hints);
  } catch (const std::exception&) {
    return {};  // memory, or a picture the libraries stumble over: one without a code
  }
}

}  // namespace gate
