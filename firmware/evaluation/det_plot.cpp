#include "evaluation/det_plot.h"

#include <array>
#include <cmath>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

namespace gate {
namespace {

constexpr int kWidth = 900;
constexpr int kHeight = 640;
const cv::Rect kArea{90, 50, 780, 510};  // of the plot itself
constexpr double kLeast = 1e-5;          // FMR at the left, FNMR at the bottom
constexpr double kMost = 1e-1;

double place(double rate) { return std::log(std::clamp(rate, kLeast, kMost) / kLeast) / std::log(kMost / kLeast); }
cv::Point point(double fmr, double fnmr) {
  return {kArea.x + static_cast<int>(place(fmr) * kArea.width),
          kArea.y + kArea.height - static_cast<int>(place(fnmr) * kArea.height)};
}

void write(cv::Mat& picture, const std::string& text, cv::Point at, double size = 0.5) {
  cv::putText(picture, text, at, cv::FONT_HERSHEY_SIMPLEX, size, cv::Scalar::all(40), 1, cv::LINE_AA);
}

std::string percent(double rate) {
  std::array<char, 32> text{};
  (void)std::snprintf(text.data(), text.size(), "%g %%", rate * 100);
  return text.data();
}

void draw_axes(cv::Mat& picture, const std::string& title) {
  for (double rate = kLeast; rate <= kMost * 1.01; rate *= 10) {
    cv::line(picture, point(rate, kLeast), point(rate, kMost), cv::Scalar::all(215), 1, cv::LINE_AA);
    cv::line(picture, point(kLeast, rate), point(kMost, rate), cv::Scalar::all(215), 1, cv::LINE_AA);
    write(picture, percent(rate), point(rate, kLeast) + cv::Point(-25, 22));
    write(picture, percent(rate), point(kLeast, rate) + cv::Point(-80, 5));
  }
  cv::rectangle(picture, kArea, cv::Scalar::all(120), 1);
  write(picture, title, {kArea.x, 30}, 0.6);
  write(picture, "false match rate", {kArea.x + kArea.width / 2 - 60, kHeight - 25});
  write(picture, "FNMR", {12, kArea.y - 12});
}

void draw_line(cv::Mat& picture, const DetLine& line, const cv::Scalar& colour) {
  std::vector<cv::Point> points;
  for (double fmr = kLeast; fmr <= kMost * 1.001; fmr *= 1.1)
    points.push_back(point(fmr, false_refusals(line.trials, threshold_at(line.trials, fmr))));
  cv::polylines(picture, points, false, colour, 2, cv::LINE_AA);
}

}  // namespace

Result<std::vector<unsigned char>> det_plot(std::span<const DetLine> lines, const std::string& title) {
  // Blue, orange, green, and the same lighter: told apart by people who do not see red and green as two.
  static const std::array<cv::Scalar, 6> kColours{cv::Scalar(178, 114, 0), {0, 94, 213},   {115, 158, 0},
                                                  {233, 180, 86},          {66, 159, 230}, {167, 121, 204}};
  try {
    cv::Mat picture(kHeight, kWidth, CV_8UC3, cv::Scalar::all(255));
    draw_axes(picture, title);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const cv::Scalar& colour = kColours[i % kColours.size()];
      const cv::Point legend(kArea.x + kArea.width - 300, kArea.y + 25 + static_cast<int>(i) * 24);
      cv::line(picture, legend, legend + cv::Point(30, 0), colour, 2, cv::LINE_AA);
      write(picture, lines[i].name, legend + cv::Point(40, 5));
      draw_line(picture, lines[i], colour);
    }
    std::vector<unsigned char> png;
    if (!cv::imencode(".png", picture, png)) return fail(ErrorCode::kInternal, "the plot cannot be encoded");
    return png;
  } catch (const cv::Exception& e) {
    return fail(ErrorCode::kInternal, std::string("plot: ") + e.what());
  }
}

}  // namespace gate
