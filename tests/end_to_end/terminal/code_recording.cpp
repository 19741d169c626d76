#include "end_to_end/terminal/code_recording.h"

#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>

#include "vision/code_renderer.h"

namespace gate {
namespace {

constexpr int kFrames = 200;
constexpr double kFps = 25;
const cv::Size kFrame{1280, 720};
const cv::Rect kFaceArea{0, 0, 860, 720};  // left; the code's is what remains

/// The middle of the source's frame at the height of ours.
cv::Mat face_part(const cv::Mat& source) {
  cv::Mat scaled;
  const double scale = static_cast<double>(kFrame.height) / source.rows;
  cv::resize(source, scaled, {}, scale, scale, cv::INTER_CUBIC);
  const int width = std::min(scaled.cols, kFaceArea.width);
  return scaled(cv::Rect((scaled.cols - width) / 2, 0, width, std::min(scaled.rows, kFrame.height)));
}

/// As large as fits beside the face, on the grey of a phone's screen in a lit hall.
cv::Mat drawn(const std::string& text) {
  const int room = kFrame.width - kFaceArea.width;
  for (int module_px = 8; module_px >= 2; --module_px) {
    const auto code = render_qr(text, ErrorCorrection::kLow, module_px);
    if (!code || code->cols > room) continue;
    cv::Mat bgr;
    cv::cvtColor(*code, bgr, cv::COLOR_GRAY2BGR);
    bgr.convertTo(bgr, -1, 0.8, 20);
    return bgr;
  }
  return {};
}

}  // namespace

bool record_with_code(const std::filesystem::path& source, const std::string& text, Shown shown,
                      const std::filesystem::path& out) {
  cv::VideoCapture in(source.string());
  cv::VideoWriter video(out.string(), cv::CAP_OPENCV_MJPEG, cv::VideoWriter::fourcc('M', 'J', 'P', 'G'), kFps, kFrame);
  const cv::Mat code = text.empty() ? cv::Mat() : drawn(text);
  if (!in.isOpened() || !video.isOpened() || (code.empty() && !text.empty())) return false;
  cv::Mat seen;
  for (int i = 0; i < kFrames && in.read(seen); ++i) {
    cv::Mat frame(kFrame, CV_8UC3, cv::Scalar(96, 90, 84));
    const cv::Mat face = face_part(seen);
    face.copyTo(frame(cv::Rect({}, face.size())));
    if (!code.empty() && i >= shown.from && i < shown.until)
      code.copyTo(frame(cv::Rect(kFrame.width - code.cols, (kFrame.height - code.rows) / 2, code.cols, code.rows)));
    video.write(frame);
  }
  return true;
}

}  // namespace gate
