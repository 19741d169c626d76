#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <opencv2/core/mat.hpp>

#include "common/result.h"

namespace gate {

/// A file that holds frames in order. Owned by ReplayCamera, thread-bound. Private to drivers/camera.
class Recording {
 public:
  virtual ~Recording() = default;

  /// Steps to the next frame (to the first after opening and after rewind()) without converting it; false at the end.
  virtual bool advance() = 0;
  /// When the frame stepped to is shown, counted from the recording's start; never decreases between two rewinds.
  virtual std::chrono::nanoseconds position() const = 0;
  /// The nominal time a frame is shown; above zero.
  virtual std::chrono::nanoseconds period() const = 0;
  /// The frame stepped to, CV_8UC3 BGR. Error: kInvalidInput naming the file.
  virtual Result<cv::Mat> picture() = 0;
  /// Back to before the first frame. Error: kIo when the file has gone meanwhile.
  virtual Status rewind() = 0;
};

/// What is at `path`: a video, a folder of pictures or one picture, each shown for `period`. Errors: kNotFound, and
/// those of the two below. In a device build (GATE_DEVICE), which plays no recordings, always kUnsupported.
Result<std::unique_ptr<Recording>> open_recording(const std::filesystem::path& path, std::chrono::nanoseconds period);

/// Any video FFmpeg reads. Errors: kInvalidInput with the file's name.
Result<std::unique_ptr<Recording>> open_video(const std::filesystem::path& file);

/// One picture, or a folder's pictures in name order (files that are not pictures are passed over), each shown for
/// `period`. Errors: kInvalidInput, kIo with the file's name.
Result<std::unique_ptr<Recording>> open_pictures(const std::filesystem::path& path, std::chrono::nanoseconds period);

/// Whether `file` starts like a picture that OpenCV reads; the name does not matter.
bool is_picture(const std::filesystem::path& file);

}  // namespace gate
