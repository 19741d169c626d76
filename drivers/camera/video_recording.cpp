#include <algorithm>
#include <cmath>
#include <opencv2/videoio.hpp>

#include "camera/recording.h"

namespace gate {
namespace {

using std::chrono::nanoseconds;

// Files without a usable rate exist (raw streams, broken headers); 25 fps is what most recordings have.
constexpr double kFallbackFps = 25;
constexpr double kHighestFps = 1000;

nanoseconds period_of(const cv::VideoCapture& video) {
  const double fps = video.get(cv::CAP_PROP_FPS);
  return nanoseconds(std::llround(1e9 / (fps > 0 && fps <= kHighestFps ? fps : kFallbackFps)));
}

class VideoRecording final : public Recording {
 public:
  VideoRecording(std::filesystem::path file, const cv::VideoCapture& video)
      : file_(std::move(file)), video_(video), period_(period_of(video_)) {}

  bool advance() override {
    const bool first = count_ == 0;
    if (!grab()) return false;
    ++count_;
    const nanoseconds stamp(std::llround(video_.get(cv::CAP_PROP_POS_MSEC) * 1e6));
    if (first) first_stamp_ = stamp;
    // Streams whose packets carry no time repeat or lack their stamp: fall back to counting.
    position_ = first ? nanoseconds(0) : std::max(stamp - first_stamp_, position_);
    if (!first && stamp <= last_stamp_) position_ += period_;
    last_stamp_ = stamp;
    return true;
  }

  nanoseconds position() const override { return position_; }
  nanoseconds period() const override { return period_; }

  Result<cv::Mat> picture() override {
    cv::Mat bgr;
    try {
      if (video_.retrieve(bgr) && bgr.type() == CV_8UC3) return bgr;
    } catch (const cv::Exception&) {
      // told below, with the file's name
    }
    return fail(ErrorCode::kInvalidInput,
                file_.string() + ": frame " + std::to_string(count_) + " cannot be decoded; convert the video again");
  }

  Status rewind() override {
    count_ = 0;
    // Opening again is exact in every container; seeking to frame 0 is not.
    try {
      if (video_.open(file_.string(), cv::CAP_FFMPEG)) return {};
    } catch (const cv::Exception&) {
      // told below, with the file's name
    }
    return fail(ErrorCode::kIo, file_.string() + ": cannot be opened again; is the disk still there?");
  }

 private:
  bool grab() {
    try {
      return video_.grab();
    } catch (const cv::Exception&) {
      return false;
    }
  }

  const std::filesystem::path file_;
  cv::VideoCapture video_;
  const nanoseconds period_;
  nanoseconds position_{0}, first_stamp_{0}, last_stamp_{0};
  std::size_t count_ = 0;
};

}  // namespace

Result<std::unique_ptr<Recording>> open_video(const std::filesystem::path& file) {
  try {
    cv::VideoCapture video(file.string(), cv::CAP_FFMPEG);
    if (video.isOpened()) return std::make_unique<VideoRecording>(file, video);
  } catch (const cv::Exception&) {
    // told below, with the file's name
  }
  return fail(
      ErrorCode::kInvalidInput,
      file.string() + ": neither a picture nor a video; give a JPEG, PNG, MP4 or AVI file, or a folder of pictures");
}

}  // namespace gate
