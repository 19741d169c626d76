#pragma once

#include <opencv2/core/mat.hpp>
#include <string_view>

#include "common/result.h"

namespace gate {

/// How much of a code may be unreadable (ISO/IEC 18004): about 7, 15, 25 and 30 % of its codewords.
enum class ErrorCorrection { kLow, kMedium, kQuartile, kHigh };

/// Draws a QR code: CV_8UC1, black 0 on white 255, `module_px` (1 .. 64) px a module, the standard's quiet zone of four
/// modules around. The smallest version that holds `text`; in numeric or alphanumeric mode where its characters allow,
/// else byte mode. kInvalidInput when it is empty, does not fit, or a size is out of range. Reentrant, milliseconds.
Result<cv::Mat> render_qr(std::string_view text, ErrorCorrection correction, int module_px);

}  // namespace gate
