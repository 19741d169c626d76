#include "vision/code_renderer.h"

#include <ZXing/BitMatrix.h>
#include <ZXing/MultiFormatWriter.h>

#include <exception>
#include <opencv2/imgproc.hpp>
#include <string>

namespace gate {
namespace {

constexpr int kQuietZone = 4;  // modules; ISO/IEC 18004, 6.3.8
constexpr int kLargestModulePx = 64;
constexpr std::size_t kMostDigits = 7089;  // version 40-L; anything longer would only be laid out to be refused

// The library counts in steps of two.
int zxing_level(ErrorCorrection correction) {
  switch (correction) {
    case ErrorCorrection::kLow: return 1;
    case ErrorCorrection::kMedium: return 3;
    case ErrorCorrection::kQuartile: return 5;
    case ErrorCorrection::kHigh: return 7;
  }
  return 3;
}

ZXing::BitMatrix modules_of(std::string_view text, ErrorCorrection correction) {
  std::wstring bytes;  // one character a byte; ISO 8859-1, the default, turns each back into that byte
  for (const char c : text) bytes += static_cast<wchar_t>(static_cast<unsigned char>(c));
  ZXing::MultiFormatWriter writer(ZXing::BarcodeFormat::QRCode);
  // No character set is named: the code then says none (an ECI segment costs a byte and some readers stumble over it).
  writer.setEccLevel(zxing_level(correction)).setMargin(kQuietZone);
  return writer.encode(bytes, 0, 0);
}

cv::Mat draw(const ZXing::BitMatrix& modules) {
  cv::Mat picture(modules.height(), modules.width(), CV_8UC1, cv::Scalar(255));
  for (int y = 0; y < modules.height(); ++y)
    for (int x = 0; x < modules.width(); ++x)
      if (modules.get(x, y)) picture.at<std::uint8_t>(y, x) = 0;
  return picture;
}

}  // namespace

Result<cv::Mat> render_qr(std::string_view text, ErrorCorrection correction, int module_px) {
  if (text.empty() || text.size() > kMostDigits || module_px < 1 || module_px > kLargestModulePx)
    return fail(ErrorCode::kInvalidInput, "a QR code holds 1 to 7089 characters, a module is 1 to 64 px");
  try {
    cv::Mat picture;
    cv::resize(draw(modules_of(text, correction)), picture, {}, module_px, module_px, cv::INTER_NEAREST);
    return picture;
  } catch (const std::exception& error) {
    return fail(ErrorCode::kInvalidInput, std::string("not a QR code: ") + error.what());
  }
}

}  // namespace gate
