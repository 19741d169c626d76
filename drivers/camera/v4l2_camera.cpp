#include "camera/v4l2_camera.h"

#include <algorithm>
#include <thread>

#include "camera/frame_decoder.h"

namespace gate {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

Status check(const V4l2Options& options) {
  const auto bad = [](const char* what) { return fail(ErrorCode::kInvalidInput, what); };
  const auto& [width, height] = options.size;
  if (options.device.empty()) return bad("device: must be a path or a name in /dev/v4l/by-id");
  if (width < 16 || height < 16 || width > 8192 || height > 8192) return bad("size: each side must be 16 to 8192 px");
  if (options.fps < 1 || options.fps > 240) return bad("fps: must be 1 to 240");
  if (options.first_retry < 10ms || options.longest_retry < options.first_retry) {
    return bad("retry: must be at least 10 ms, the longest not below the first");
  }
  if (options.max_age < 10ms || options.stall_timeout < 100ms) {
    return bad("max_age must be at least 10 ms, stall_timeout at least 100 ms");
  }
  return {};
}

}  // namespace

Result<std::unique_ptr<V4l2Camera>> V4l2Camera::open(const V4l2Options& options, const Clock& clock,
                                                     const OpenV4l2Device& open_device) {
  if (auto checked = check(options); !checked) return fail(std::move(checked.error()), "camera");
  std::unique_ptr<V4l2Camera> camera(new V4l2Camera(options, clock, open_device));
  auto connected = camera->connect();
  if (connected) return camera;
  const auto code = connected.error().code;
  const bool missing = code == ErrorCode::kNotFound || code == ErrorCode::kDeviceLost;
  if (!missing || options.when_missing == V4l2Options::WhenMissing::kFail) return fail(std::move(connected.error()));
  (void)camera->lose(std::move(connected.error()));
  return camera;
}

V4l2Camera::V4l2Camera(const V4l2Options& options, const Clock& clock, OpenV4l2Device open_device)
    : options_(options), clock_(clock), open_device_(std::move(open_device)), retry_delay_(options.first_retry) {}

std::optional<V4l2Format> V4l2Camera::format() const {
  return stream_ ? std::optional(stream_->format()) : std::nullopt;
}

Result<Frame> V4l2Camera::next(milliseconds timeout) {
  const auto deadline = clock_.monotonic_now() + timeout;
  if (!stream_) {
    if (auto back = reconnect(timeout); !back) return fail(std::move(back.error()));
  }
  const auto left = std::chrono::ceil<milliseconds>(deadline - clock_.monotonic_now());
  auto frame = capture(std::max(left, 0ms));
  if (frame) return frame;
  const bool stalled = clock_.monotonic_now() - last_good_ >= options_.stall_timeout;
  if (frame.error().code == ErrorCode::kTimeout && !stalled) return frame;
  if (stalled) frame.error().message = "no good frame for too long; check cable and camera";
  return lose(std::move(frame.error()));
}

Status V4l2Camera::connect() {
  auto device = open_device_(options_.device);
  if (!device) return fail(std::move(device.error()));
  const auto format = configure(**device, options_);
  if (!format) return fail(format.error(), options_.device);
  auto stream = V4l2Stream::start(std::move(*device), *format);
  if (!stream) return fail(std::move(stream.error()), options_.device);
  stream_ = std::move(*stream);
  last_sequence_.reset();
  last_good_ = clock_.monotonic_now();
  return {};
}

Status V4l2Camera::reconnect(milliseconds timeout) {
  if (const auto now = clock_.monotonic_now(); now < retry_at_) {
    const auto by = std::min<std::chrono::nanoseconds>(retry_at_ - now, timeout);
    options_.pause ? options_.pause(by) : std::this_thread::sleep_for(by);
    if (clock_.monotonic_now() < retry_at_) return fail(ErrorCode::kDeviceLost, options_.device + ": still missing");
  }
  if (auto connected = connect(); !connected) return lose(std::move(connected.error()));
  ++counters_.reconnects;
  return {};
}

Result<Frame> V4l2Camera::capture(milliseconds timeout) {
  const auto deadline = clock_.monotonic_now() + timeout;
  for (auto left = timeout;; left = std::chrono::ceil<milliseconds>(deadline - clock_.monotonic_now())) {
    auto buffer = stream_->newest(std::max(left, 0ms), clock_, counters_);
    const bool again = !buffer && buffer.error().code == ErrorCode::kTimeout && clock_.monotonic_now() < deadline;
    if (again) continue;
    if (!buffer) return fail(std::move(buffer.error()));
    auto frame = use(*buffer);
    if (auto given = stream_->give_back(*buffer); !given) return fail(std::move(given.error()));
    if (frame) return std::move(*frame);
    if (clock_.monotonic_now() >= deadline) return fail(ErrorCode::kTimeout, "no good frame yet");
  }
}

std::optional<Frame> V4l2Camera::use(const V4l2Buffer& buffer) {
  const auto dropped_too = last_sequence_ ? buffer.sequence - *last_sequence_ : 1;
  last_sequence_ = buffer.sequence;
  id_ += std::max<std::uint32_t>(dropped_too, 1);
  const bool too_old = clock_.monotonic_now() - buffer.captured_at > options_.max_age;
  if (too_old || buffer.captured_at <= last_captured_at_) {
    ++counters_.stale;
    return std::nullopt;
  }
  auto bgr = decode_frame(buffer.bytes, stream_->format());
  if (!bgr) {
    ++counters_.corrupt;
    return std::nullopt;
  }
  last_captured_at_ = buffer.captured_at;
  last_good_ = clock_.monotonic_now();
  retry_delay_ = options_.first_retry;
  return Frame{std::move(*bgr), FrameId{id_}, buffer.captured_at};
}

tl::unexpected<Error> V4l2Camera::lose(Error error) {
  stream_.reset();
  retry_at_ = clock_.monotonic_now() + retry_delay_;
  retry_delay_ = std::min(retry_delay_ * 2, options_.longest_retry);
  error.code = ErrorCode::kDeviceLost;
  const bool named = error.message.find(options_.device) != std::string::npos;
  return named ? fail(std::move(error)) : fail(std::move(error), options_.device);
}

}  // namespace gate
