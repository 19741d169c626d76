#include "demo/sequence_camera.h"

#include <opencv2/core.hpp>
#include <thread>

namespace gate {
namespace {
constexpr std::chrono::milliseconds kHallFrame{40};  // 25 frames a second, like the recordings
}

SequenceCamera::SequenceCamera(std::vector<Appearance> scenes, std::chrono::milliseconds between, const Clock& clock,
                               std::function<void(std::size_t)> entering)
    : scenes_(std::move(scenes)),
      between_(between),
      clock_(clock),
      entering_(std::move(entering)),
      since_(clock.monotonic_now()) {}

Result<Frame> SequenceCamera::next(std::chrono::milliseconds timeout) {
  go_on();
  if (!in_scene_) return empty_hall(timeout);
  auto frame = scenes_[scene_].camera->next(timeout);
  if (!frame && frame.error().code == ErrorCode::kEndOfStream) {
    scenes_[scene_].length = {};
    return empty_hall(timeout);
  }
  if (frame) frame->id = FrameId{++id_};
  return frame;
}

/// From hall to scene and back, when their time is over.
void SequenceCamera::go_on() {
  const MonotonicTime now = clock_.monotonic_now();
  const auto length = in_scene_ ? scenes_[scene_].length : between_;
  if (now - since_ < length || scene_ == scenes_.size()) return;
  since_ = now;
  if (in_scene_) ++scene_;
  in_scene_ = !in_scene_ && scene_ < scenes_.size();
  if (in_scene_) entering_(scene_);
}

Result<Frame> SequenceCamera::empty_hall(std::chrono::milliseconds timeout) {
  if (scene_ == scenes_.size() && clock_.monotonic_now() - since_ >= between_) {
    entering_(scenes_.size());
    return fail(ErrorCode::kEndOfStream, "the day is over");
  }
  std::this_thread::sleep_for(std::min(timeout, kHallFrame));
  return Frame{cv::Mat(480, 640, CV_8UC3, cv::Scalar(96, 90, 84)), FrameId{++id_}, clock_.monotonic_now()};
}

}  // namespace gate
