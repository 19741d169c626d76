#pragma once

#include <cstdint>
#include <opencv2/core/mat.hpp>
#include <random>

namespace gate {

/// What the code is shown on.
enum class CodeMedium {
  kPaper,
  kPhone,      ///< a bright screen, with the bands a camera sees on one
  kDimPhone,   ///< a dimmed screen under hall light: little contrast
  kDarkPhone,  ///< an app in dark mode: the code is white on black
};

/// How a code stands in front of the terminal's camera (1280x720, 62 degrees). The defaults are an easy view: an A4
/// sheet or a phone at arm's length. px are the camera's.
struct CodeView {
  CodeMedium medium = CodeMedium::kPaper;
  double module_px = 3;    ///< a module's side if the code faced the camera; the distance, in other words
  double yaw_deg = 0;      ///< turned left or right, -70 .. 70
  double pitch_deg = 0;    ///< turned up or down, -70 .. 70
  double roll_deg = 0;     ///< turned in its own plane
  cv::Point2d offset_px;   ///< of its middle from the frame's
  double blur_px = 0.5;    ///< standard deviation of defocus
  double motion_px = 0;    ///< way during the exposure
  double motion_deg = 0;   ///< its direction
  double glare_share = 0;  ///< share of the code's area that a lamp's reflection outshines, 0 .. 1
  cv::Point2d glare_at;    ///< its middle, in halves of the code's side from the code's middle: -1 .. 1
  double noise = 3;        ///< standard deviation of the sensor's noise, in steps of 0 .. 255
  int jpeg_quality = 85;   ///< what a camera that delivers MJPEG does to the frame; 1 .. 100
};

/// A hall as the camera sees it between visitors, 1280x720 BGR: walls, people's outlines, signs with fine print. The
/// same `seed` gives the same picture.
cv::Mat empty_hall(std::uint32_t seed);

/// The hall with a code in it. `modules`: the code's picture, one px a module, with its quiet zone (render_qr).
/// `random` gives the noise and the screen's bands. About 50 ms.
cv::Mat show_code(const cv::Mat& modules, const cv::Mat& hall, const CodeView& view, std::mt19937& random);

}  // namespace gate
