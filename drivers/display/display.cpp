#include "display/display.h"

namespace gate {

Status check_picture(const cv::Mat& bgrx, cv::Size wanted) {
  if (bgrx.type() == CV_8UC4 && bgrx.size() == wanted) return {};
  return fail(ErrorCode::kInvalidInput, "a picture of " + std::to_string(bgrx.cols) + "x" + std::to_string(bgrx.rows) +
                                            " px for a screen of " + std::to_string(wanted.width) + "x" +
                                            std::to_string(wanted.height) + ", or not four bytes a pixel");
}

}  // namespace gate
