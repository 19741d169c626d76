#pragma once

#include <filesystem>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/videoio.hpp>
#include <string>

#include "fakes/temporary_folder.h"

namespace gate {

/// A picture whose grey value is its number, so that a test sees which frame it got.
inline cv::Mat numbered_picture(int number, cv::Size size = {64, 48}) {
  return {size, CV_8UC3, cv::Scalar::all(20.0 * number)};
}
inline int number_of(const cv::Mat& bgr) {
  return cvRound(cv::mean(bgr(cv::Rect(bgr.cols / 2, bgr.rows / 2, 1, 1)))[1] / 20);
}

inline void write_pictures(const std::filesystem::path& folder, int count) {
  for (int i = 1; i <= count; ++i) {
    cv::imwrite((folder / ("picture-" + std::to_string(i) + ".png")).string(), numbered_picture(i));
  }
}

/// MJPEG in AVI at 25 fps: OpenCV writes it by itself.
inline void write_video(const std::filesystem::path& file, int count) {
  cv::VideoWriter video(file.string(), cv::CAP_OPENCV_MJPEG, cv::VideoWriter::fourcc('M', 'J', 'P', 'G'), 25, {64, 48});
  for (int i = 1; i <= count; ++i) video.write(numbered_picture(i));
}

}  // namespace gate
