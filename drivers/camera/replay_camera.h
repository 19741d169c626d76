#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "camera/camera.h"
#include "common/pause.h"

namespace gate {

class Recording;

/// How a recording is played.
struct ReplayOptions {
  enum class Pace {
    kRecorded,          ///< like a camera: each frame at its time, those nobody took in time are skipped
    kAsFastAsConsumed,  ///< every frame, one per call
  };
  enum class AtEnd { kStop, kLoop };

  Pace pace = Pace::kRecorded;
  AtEnd at_end = AtEnd::kStop;
  std::optional<cv::Size> size{};                ///< fit every frame into this many px, letterboxed
  std::chrono::milliseconds picture_period{40};  ///< how long a picture is shown (25 per second), 1 ms to 1 h
  Pause pause{};                                 ///< empty: waits in real time
};

/// A camera that plays a video file, a folder of pictures in name order, or one picture. Thread-bound.
/// Time starts at the first next(). Recorded pace: `captured_at` is when the frame was due and ids count skipped frames
/// too; at most ten seconds are skipped in one call, then the recording's clock is set anew, so that a machine too slow
/// for the video still gets frames. As fast as consumed: `captured_at` is now. A damaged picture is kInvalidInput
/// naming the file; the call after it goes on with the next.
class ReplayCamera final : public Camera {
 public:
  /// Reads the first frame to be sure. Errors: kNotFound, kInvalidInput, kIo, each naming the file and what to do.
  /// `clock` must outlive the camera.
  static Result<std::unique_ptr<ReplayCamera>> open(const std::filesystem::path& path, ReplayOptions options,
                                                    const Clock& clock);
  ~ReplayCamera() override;

  /// kTimeout when no frame falls due within `timeout` (recorded pace only), kEndOfStream, kInvalidInput.
  Result<Frame> next(std::chrono::milliseconds timeout) override;

 private:
  ReplayCamera(std::unique_ptr<Recording> recording, ReplayOptions options, const Clock& clock);
  Status step();
  Status skip_to(MonotonicTime now);
  Result<Frame> hand_out(MonotonicTime captured_at);
  MonotonicTime due() const;
  void wait(std::chrono::nanoseconds by) const;

  std::unique_ptr<Recording> recording_;
  const ReplayOptions options_;
  const Clock& clock_;
  std::optional<MonotonicTime> start_;  // of the current round through the recording
  std::uint64_t id_ = 0;
  enum class State { kBetween, kFrameReady, kEnded } state_ = State::kBetween;
};

}  // namespace gate
