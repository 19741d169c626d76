#include "screen/blend.h"

namespace gate {

void blend(cv::Mat& bgrx, const cv::Mat& coverage, cv::Point at, Colour colour) {
  const cv::Rect seen = cv::Rect(at, coverage.size()) & cv::Rect({}, bgrx.size());
  for (int y = seen.y; y < seen.br().y; ++y) {
    const auto* cover = coverage.ptr<std::uint8_t>(y - at.y);
    auto* row = bgrx.ptr<cv::Vec4b>(y);
    for (int x = seen.x; x < seen.br().x; ++x) {
      const int share = cover[x - at.x];
      const auto mixed = [share](int from, int to) {
        return static_cast<std::uint8_t>(from + (to - from) * share / 255);
      };
      row[x] = {mixed(row[x][0], colour.blue), mixed(row[x][1], colour.green), mixed(row[x][2], colour.red), 255};
    }
  }
}

}  // namespace gate
