#include "gatectl/code_scene.h"

#include <array>
#include <cmath>
#include <numbers>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace gate {
namespace {

const cv::Size kFrame(1280, 720);
constexpr double kFocalPx = 1065;  // 1280 px wide at 62 degrees
constexpr int kTexels = 8;         // a side of a module in the texture
constexpr int kFine = 3;           // rays a side of a camera pixel: what falls on a pixel is averaged

double radians(double degrees) { return degrees * std::numbers::pi / 180; }

/// What a medium reflects or shines, in the frame's steps of 0 .. 255, and the margin of it around the code.
struct Look {
  double black;
  double white;
  double bezel;
  double bands;  ///< amplitude of the moiré between screen and sensor
};

Look look_of(CodeMedium medium) {
  switch (medium) {
    case CodeMedium::kPaper: return {45, 205, 205, 0};
    case CodeMedium::kPhone: return {30, 240, 15, 14};
    case CodeMedium::kDimPhone: return {72, 128, 40, 8};
    case CodeMedium::kDarkPhone: return {225, 25, 15, 14};  // the code's black shines
  }
  return {};
}

/// The sheet or the phone with the code in the middle: a phone is twice as high as wide and has a bezel.
cv::Mat texture_of(const cv::Mat& modules, CodeMedium medium) {
  const Look look = look_of(medium);
  cv::Mat code;
  cv::resize(modules, code, {}, kTexels, kTexels, cv::INTER_NEAREST);
  code.convertTo(code, CV_8U, (look.white - look.black) / 255, look.black);
  const int side = code.cols;
  const int screen = side / 25;
  cv::copyMakeBorder(code, code, side / 2, side / 2, screen, screen, cv::BORDER_CONSTANT, cv::Scalar(look.white));
  for (int line = 0; line < 4; ++line)  // the certificate's holder and kind, as apps print them above the code
    cv::rectangle(code, {side / 6, side / 8 + line * side / 12, side / 2, side / 40}, cv::Scalar(look.black),
                  cv::FILLED);
  cv::copyMakeBorder(code, code, screen, screen, screen, screen, cv::BORDER_CONSTANT, cv::Scalar(look.bezel));
  return code;
}

/// Where the camera sees a point of the code's plane, given in modules from the code's middle.
class Projection {
 public:
  explicit Projection(const CodeView& view) : view_(view) {
    const double yaw = radians(view.yaw_deg);
    const double pitch = radians(view.pitch_deg);
    const double roll = radians(view.roll_deg);
    const cv::Matx33d about_y(std::cos(yaw), 0, std::sin(yaw), 0, 1, 0, -std::sin(yaw), 0, std::cos(yaw));
    const cv::Matx33d about_x(1, 0, 0, 0, std::cos(pitch), -std::sin(pitch), 0, std::sin(pitch), std::cos(pitch));
    const cv::Matx33d about_z(std::cos(roll), -std::sin(roll), 0, std::sin(roll), std::cos(roll), 0, 0, 0, 1);
    turned_ = about_y * about_x * about_z;
  }

  cv::Point2f at(double x, double y) const {
    const cv::Vec3d point = turned_ * cv::Vec3d(x, y, 0);
    const double distance = kFocalPx / view_.module_px + point[2];
    return {static_cast<float>(kFrame.width / 2.0 + view_.offset_px.x + kFocalPx * point[0] / distance),
            static_cast<float>(kFrame.height / 2.0 + view_.offset_px.y + kFocalPx * point[1] / distance)};
  }

 private:
  CodeView view_;
  cv::Matx33d turned_;
};

/// The part of the frame where the sheet stands, and its corners there.
struct Placed {
  std::array<cv::Point2f, 4> corners;
  cv::Rect area;
};

Placed place(const cv::Size& texture, const Projection& projection) {
  const double half_x = texture.width / 2.0 / kTexels;
  const double half_y = texture.height / 2.0 / kTexels;
  Placed placed{{projection.at(-half_x, -half_y), projection.at(half_x, -half_y), projection.at(half_x, half_y),
                 projection.at(-half_x, half_y)},
                {}};
  placed.area =
      cv::boundingRect(std::vector<cv::Point2f>(placed.corners.begin(), placed.corners.end())) & cv::Rect({}, kFrame);
  return placed;
}

/// `texture` as seen in the placed area, averaged from kFine x kFine rays a pixel.
cv::Mat project(const cv::Mat& texture, const Placed& placed) {
  const auto w = static_cast<float>(texture.cols);
  const auto h = static_cast<float>(texture.rows);
  const std::array<cv::Point2f, 4> from{{{0, 0}, {w, 0}, {w, h}, {0, h}}};
  std::array<cv::Point2f, 4> to = placed.corners;
  for (cv::Point2f& corner : to) corner = (corner - cv::Point2f(placed.area.tl())) * kFine;
  cv::Mat fine;
  cv::warpPerspective(texture, fine, cv::getPerspectiveTransform(from.data(), to.data()), placed.area.size() * kFine,
                      cv::INTER_LINEAR, cv::BORDER_CONSTANT, cv::Scalar(0));
  cv::resize(fine, fine, placed.area.size(), 0, 0, cv::INTER_AREA);
  fine.convertTo(fine, CV_32F);
  return fine;
}

void move(cv::Mat& frame, double length_px, double degrees) {
  if (length_px < 0.5) return;
  const int half = static_cast<int>(std::ceil(length_px / 2));
  cv::Mat path = cv::Mat::zeros(2 * half + 1, 2 * half + 1, CV_32F);
  constexpr int kSteps = 64;
  for (int i = 0; i < kSteps; ++i) {
    const double along = length_px * ((i + 0.5) / kSteps - 0.5);
    const int x = half + static_cast<int>(std::lround(along * std::cos(radians(degrees))));
    const int y = half + static_cast<int>(std::lround(along * std::sin(radians(degrees))));
    path.at<float>(y, x) += 1.0F / kSteps;
  }
  cv::filter2D(frame, frame, -1, path);
}

/// Saturating (> 255) up to the edge of the reflection, falling to a veil that fades over twice its size.
double lamp_light(double from_middle) {
  if (from_middle > 4) return 0;
  return 300 / (1 + std::exp((from_middle - 1.1) * 15)) + 40 * std::exp(-from_middle * from_middle / 2);
}

/// A lamp's reflection: saturated in the middle, with a soft edge and a faint veil over everything near.
void add_glare(cv::Mat& frame, const CodeView& view, const Projection& projection, double code_modules) {
  if (view.glare_share <= 0) return;
  const double half = code_modules / 2;
  const std::vector<cv::Point2f> code{projection.at(-half, -half), projection.at(half, -half),
                                      projection.at(half, half), projection.at(-half, half)};
  const double area = view.glare_share * cv::contourArea(code);
  constexpr double kLongerThanWide = 2;
  const double radius = std::sqrt(area / std::numbers::pi / kLongerThanWide);
  const cv::Point2d middle = projection.at(view.glare_at.x * half, view.glare_at.y * half);
  constexpr double kDirection = 30 * std::numbers::pi / 180;
  for (int y = 0; y < frame.rows; ++y) {
    for (int x = 0; x < frame.cols; ++x) {
      const double along = (x - middle.x) * std::cos(kDirection) + (y - middle.y) * std::sin(kDirection);
      const double across = (y - middle.y) * std::cos(kDirection) - (x - middle.x) * std::sin(kDirection);
      const double from_middle = std::hypot(along / kLongerThanWide, across) / radius;  // 1 at the reflection's edge
      frame.at<float>(y, x) += static_cast<float>(lamp_light(from_middle));
    }
  }
}

/// The sensor and the screen's rows of pixels beat against each other.
void add_bands(cv::Mat& screen, double amplitude, std::mt19937& random) {
  if (amplitude <= 0) return;
  std::uniform_real_distribution<double> any(0, 1);
  const double angle = any(random) * std::numbers::pi;
  const double per_px = 2 * std::numbers::pi / (4 + 20 * any(random));
  for (int y = 0; y < screen.rows; ++y)
    for (int x = 0; x < screen.cols; ++x)
      screen.at<float>(y, x) +=
          static_cast<float>(amplitude * std::sin(per_px * (x * std::cos(angle) + y * std::sin(angle))));
}

cv::Mat as_delivered(const cv::Mat& frame, const CodeView& view, std::mt19937& random) {
  cv::Mat noise(frame.size(), CV_32F);
  cv::RNG source(random());
  source.fill(noise, cv::RNG::NORMAL, 0, view.noise);
  cv::Mat grey;
  cv::Mat(cv::min(frame, 255.0) + noise).convertTo(grey, CV_8U);
  std::vector<unsigned char> jpeg;
  cv::imencode(".jpg", grey, jpeg, {cv::IMWRITE_JPEG_QUALITY, view.jpeg_quality});
  return cv::imdecode(jpeg, cv::IMREAD_COLOR);
}

}  // namespace

cv::Mat empty_hall(std::uint32_t seed) {
  cv::RNG random(seed + 1ULL);
  cv::Mat hall(kFrame, CV_8UC1, cv::Scalar(130));
  for (int i = 0; i < 14; ++i)  // walls, doors, furniture
    cv::rectangle(
        hall, {random.uniform(-100, 1280), random.uniform(-100, 720), random.uniform(40, 500), random.uniform(40, 400)},
        cv::Scalar(random.uniform(40, 220)), cv::FILLED);
  for (int i = 0; i < 3; ++i) {  // people
    const cv::Point head(random.uniform(100, 1180), random.uniform(150, 400));
    cv::ellipse(hall, head + cv::Point(0, 260), {170, 180}, 0, 0, 360, cv::Scalar(random.uniform(30, 120)), cv::FILLED);
    cv::ellipse(hall, head, {75, 100}, 0, 0, 360, cv::Scalar(random.uniform(120, 200)), cv::FILLED);
  }
  for (int i = 0; i < 6; ++i) {  // notices
    const cv::Point corner(random.uniform(0, 1100), random.uniform(20, 700));
    for (int line = 0; line < 6; ++line)
      cv::putText(hall, "ENTRANCE 15:30 mask required #8%&", corner + cv::Point(0, 12 * line), cv::FONT_HERSHEY_SIMPLEX,
                  0.35, cv::Scalar(random.uniform(0, 60)), 1, cv::LINE_AA);
  }
  cv::GaussianBlur(hall, hall, {}, 0.8);
  cv::Mat colour;
  cv::cvtColor(hall, colour, cv::COLOR_GRAY2BGR);
  return colour;
}

cv::Mat show_code(const cv::Mat& modules, const cv::Mat& hall, const CodeView& view, std::mt19937& random) {
  const cv::Mat texture = texture_of(modules, view.medium);
  const Projection projection(view);
  const Placed placed = place(texture.size(), projection);
  cv::Mat frame;
  cv::cvtColor(hall, frame, cv::COLOR_BGR2GRAY);
  frame.convertTo(frame, CV_32F);
  if (!placed.area.empty()) {
    cv::Mat shown = project(texture, placed);
    const cv::Mat cover = project(cv::Mat(texture.size(), CV_8U, cv::Scalar(255)), placed) / 255;  // 0 .. 1
    add_bands(shown, look_of(view.medium).bands, random);
    cv::Mat part = frame(placed.area);
    cv::Mat(part.mul(1 - cover) + shown.mul(cover)).copyTo(part);
  }
  add_glare(frame, view, projection, modules.cols);
  cv::GaussianBlur(frame, frame, {}, view.blur_px);
  move(frame, view.motion_px, view.motion_deg);
  return as_delivered(frame, view, random);
}

}  // namespace gate
