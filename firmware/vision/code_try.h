#pragma once

#include <array>
#include <cstddef>
#include <opencv2/core/mat.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace gate {

/// A code read from a picture.
struct ScannedCode {
  std::string text;                   ///< the code's bytes as they are (UTF-8 or ISO 8859-1); 1 .. kMaxCodeBytes
  std::vector<cv::Point> corners_px;  ///< four, clockwise from the code's own top left, in px of the picture given
};

/// The largest QR code (version 40-L) holds 7089 digits.
inline constexpr std::size_t kMaxCodeBytes = 8U * 1024U;
/// Codes found in one picture; a SMART Health Card in chunks is the reason for more than one.
inline constexpr std::size_t kMaxCodes = 8;

/// One way to look for codes. Each is here because the sweep (gatectl bench --codes) or a picture of the official
/// suites needs it.
enum class CodeTry {
  kWhole,            ///< the picture as it is
  kFramed,           ///< with white around: pictures cut at the code's edge
  kPlaces,           ///< what locate_codes() points to, enlarged, stretched square, turned to black on white
  kSharpenedPlaces,  ///< … and sharpened: defocus, dim screens
  kDoubled,          ///< the whole at twice its size, framed
  kInverted,         ///< the whole, white on black
  kStretched,        ///< the whole from black to white, framed: pale colours
};
inline constexpr std::array kCodeTries{CodeTry::kWhole,           CodeTry::kFramed,  CodeTry::kPlaces,
                                       CodeTry::kSharpenedPlaces, CodeTry::kDoubled, CodeTry::kInverted,
                                       CodeTry::kStretched};

/// "whole", "framed", …
std::string_view to_string(CodeTry which);

/// The QR codes in `luma` (CV_8UC1) that this try reads, no text twice, at most kMaxCodes. Reentrant. Throws what ZXing
/// and OpenCV throw (memory); CodeScanner, the way in for everyone else, does not.
std::vector<ScannedCode> try_codes(const cv::Mat& luma, CodeTry which);

}  // namespace gate
