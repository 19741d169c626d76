#pragma once

#include <memory>
#include <optional>

#include "camera/camera.h"
#include "camera/v4l2_options.h"
#include "camera/v4l2_stream.h"

namespace gate {

/// A camera behind Linux' V4L2, streaming into memory-mapped buffers. Thread-bound.
/// The newest frame wins: what waited in the driver's queue behind it is given back unseen, and its id counts them.
/// `captured_at` is the driver's monotonic stamp; where the driver has none it is the moment of taking the frame from
/// the queue (counters().stamped_at_dequeue). A camera that is unplugged, fails or delivers no good frame for
/// `stall_timeout` is closed and looked for again with exponential back-off.
class V4l2Camera final : public Camera {
 public:
  /// Errors, each naming the device: kInvalidInput (options), kNotFound, kIo (busy, permission), kUnsupported (not a
  /// capture device, size or encoding not offered: lists what is), kDeviceLost. `clock` must outlive the camera.
  static Result<std::unique_ptr<V4l2Camera>> open(const V4l2Options& options, const Clock& clock,
                                                  const OpenV4l2Device& open_device = open_v4l2_device);

  /// Blocks up to `timeout` and, while the camera is lost, for opening it (well below a second).
  Result<Frame> next(std::chrono::milliseconds timeout) override;

  const V4l2Counters& counters() const { return counters_; }
  /// What the camera was set to; nothing while it is lost.
  std::optional<V4l2Format> format() const;

 private:
  V4l2Camera(const V4l2Options& options, const Clock& clock, OpenV4l2Device open_device);
  Status connect();
  Status reconnect(std::chrono::milliseconds timeout);
  Result<Frame> capture(std::chrono::milliseconds timeout);
  std::optional<Frame> use(const V4l2Buffer& buffer);
  tl::unexpected<Error> lose(Error error);

  const V4l2Options options_;
  const Clock& clock_;
  const OpenV4l2Device open_device_;
  std::optional<V4l2Stream> stream_;
  V4l2Counters counters_;
  std::uint64_t id_ = 0;
  std::optional<std::uint32_t> last_sequence_;  // of this stream
  MonotonicTime last_captured_at_{};
  MonotonicTime last_good_{};  // when the last good frame came, or the stream began
  MonotonicTime retry_at_{};
  std::chrono::milliseconds retry_delay_;
};

}  // namespace gate
