#include "camera/letterbox.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

namespace gate {

cv::Mat letterbox(const cv::Mat& picture, cv::Size size) {
  const double scale = std::min(double(size.width) / picture.cols, double(size.height) / picture.rows);
  const cv::Size fitted(std::clamp(cvRound(picture.cols * scale), 1, size.width),
                        std::clamp(cvRound(picture.rows * scale), 1, size.height));
  const cv::Rect place({(size.width - fitted.width) / 2, (size.height - fitted.height) / 2}, fitted);
  cv::Mat out(size, picture.type(), cv::Scalar::all(0));
  // Area averaging keeps a shrunk photo free of moiré; it does nothing useful when enlarging.
  cv::resize(picture, out(place), fitted, 0, 0, scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
  return out;
}

}  // namespace gate
