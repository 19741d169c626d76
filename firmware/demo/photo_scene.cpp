#include "demo/photo_scene.h"

#include <fmt/format.h>

#include <cmath>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

namespace gate {
namespace {

const cv::Size kFrame{640, 480};

/// The face at `face_side` px, tilted and off the middle a little, everything further than about a face beside it
/// blanked: these photographs show groups, and one visitor at a time stands at a gate.
cv::Mat view(const cv::Mat& photo, cv::Rect face, double face_side, double tilt_deg, double shift_px) {
  const cv::Point2d centre(face.x + face.width / 2.0, face.y + face.height / 2.0);
  cv::Mat move = cv::getRotationMatrix2D(centre, tilt_deg, face_side / face.width);
  move.at<double>(0, 2) += kFrame.width / 2.0 + shift_px - centre.x;
  move.at<double>(1, 2) += kFrame.height / 2.0 - centre.y;
  cv::Mat frame;
  cv::warpAffine(photo, frame, move, kFrame, cv::INTER_CUBIC, cv::BORDER_REPLICATE);
  const int reach = static_cast<int>(face_side * 0.95);
  const int left = std::max(0, static_cast<int>(kFrame.width / 2.0 + shift_px) - reach);
  const int right = std::min(kFrame.width, static_cast<int>(kFrame.width / 2.0 + shift_px) + reach);
  frame.colRange(0, left).setTo(cv::Scalar(96, 90, 84));
  frame.colRange(right, kFrame.width).setTo(cv::Scalar(96, 90, 84));
  return frame;
}

}  // namespace

Status write_photo_scene(const cv::Mat& photo, cv::Rect face_px, int frames, const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  for (int i = 0; i < frames; ++i) {
    const double progress = static_cast<double>(i) / frames;
    const cv::Mat frame =
        view(photo, face_px, 120 + 60 * progress, 4 * std::sin(progress * 9), 24 * std::sin(progress * 6));
    const auto file = folder / fmt::format("{:03}.jpg", i);
    if (!cv::imwrite(file.string(), frame)) return fail(ErrorCode::kIo, file.string() + ": cannot be written");
  }
  return {};
}

cv::Mat portrait(const cv::Mat& photo, cv::Rect face_px) { return view(photo, face_px, 170, 0, 0); }

}  // namespace gate
