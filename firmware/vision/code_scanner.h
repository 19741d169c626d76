#pragma once

#include <cstddef>
#include <memory>
#include <opencv2/core/mat.hpp>
#include <string>
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

/// Finds QR codes (ISO/IEC 18004, models 2, any version) in pictures; other symbologies are not looked for.
/// Thread-bound: one per thread. Keeps no picture.
class CodeScanner {
 public:
  enum class Effort {
    kFrame,    ///< one frame of video: bounded time; what else can be tried takes turns over the frames that follow
    kPicture,  ///< a file: every try, one after the other
  };

  CodeScanner();
  ~CodeScanner();
  CodeScanner(CodeScanner&&) noexcept;
  CodeScanner& operator=(CodeScanner&&) noexcept;

  /// The codes in it, most certain first, no text twice, at most kMaxCodes; none when there is none.
  /// `picture`: CV_8UC3 BGR or CV_8UC1 luma; anything else holds no code. Never throws.
  std::vector<ScannedCode> scan(const cv::Mat& picture, Effort effort);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace gate
