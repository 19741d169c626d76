#include "display/memory_display.h"

namespace gate {

Result<cv::Size> MemoryDisplay::size() {
  if (!plugged_) return fail(ErrorCode::kDeviceLost, "the screen is unplugged");
  return size_;
}

Status MemoryDisplay::present(const cv::Mat& bgrx) {
  const auto wanted = size();
  if (!wanted) return fail(wanted.error());
  if (Status fits = check_picture(bgrx, *wanted); !fits) return fits;
  bgrx.copyTo(shown_);
  ++presented_;
  return {};
}

void MemoryDisplay::plug(cv::Size size) {
  size_ = size;
  plugged_ = true;
}

}  // namespace gate
