#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/videoio.hpp>
#include <string>

namespace gate {

/// A folder of its own for the running test, removed with it.
class TestFolder {
 public:
  TestFolder() {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    std::string name = std::string("gate-") + test->test_suite_name() + "-" + test->name();
    for (auto& letter : name) letter = letter == '/' ? '-' : letter;
    path_ = std::filesystem::temp_directory_path() / (name + "-" + std::to_string(getpid()));
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  ~TestFolder() { std::filesystem::remove_all(path_); }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;

  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

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
