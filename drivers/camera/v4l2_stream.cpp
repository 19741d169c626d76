#include "camera/v4l2_stream.h"

#include <linux/videodev2.h>

#include <cerrno>
#include <system_error>

namespace gate {
namespace {

// One being decoded, one being filled, two so that a slow decode does not starve the driver.
constexpr std::uint32_t kWantedBuffers = 4;

tl::unexpected<Error> lost(const char* action, int error) {
  return fail(ErrorCode::kDeviceLost, std::string(action) + ": " + std::generic_category().message(error));
}

v4l2_buffer capture_buffer(std::uint32_t index) {
  v4l2_buffer buffer{};
  buffer.index = index;
  buffer.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
  buffer.memory = V4L2_MEMORY_MMAP;
  return buffer;
}

// libstdc++'s steady_clock is CLOCK_MONOTONIC, the clock of V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC.
std::optional<MonotonicTime> driver_stamp(const v4l2_buffer& buffer, MonotonicTime now) {
  if ((buffer.flags & V4L2_BUF_FLAG_TIMESTAMP_MASK) != V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC) return std::nullopt;
  const MonotonicTime stamp(std::chrono::seconds(buffer.timestamp.tv_sec) +
                            std::chrono::microseconds(buffer.timestamp.tv_usec));
  // Some USB cameras make the driver compute zero or the future.
  return stamp > MonotonicTime{} && stamp <= now ? std::optional(stamp) : std::nullopt;
}

}  // namespace

Result<V4l2Stream> V4l2Stream::start(std::unique_ptr<V4l2Device> device, const V4l2Format& format) {
  V4l2Stream stream(std::move(device), format);
  if (auto mapped = stream.map_buffers(); !mapped) return fail(std::move(mapped.error()));
  for (std::uint32_t i = 0; i < stream.buffers_.size(); ++i) {
    if (auto given = stream.give_back(i); !given) return fail(std::move(given.error()));
  }
  int type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
  if (const int error = stream.device_->control(VIDIOC_STREAMON, &type)) return lost("cannot start streaming", error);
  return stream;
}

Status V4l2Stream::map_buffers() {
  v4l2_requestbuffers request{};
  request.count = kWantedBuffers;
  request.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
  request.memory = V4L2_MEMORY_MMAP;
  const int refused = device_->control(VIDIOC_REQBUFS, &request);
  if (refused == EBUSY) return fail(ErrorCode::kIo, "busy: another program uses this camera; find it with `fuser -v`");
  if (refused != 0) return lost("cannot get buffers", refused);
  if (request.count < 2) return fail(ErrorCode::kIo, "the driver has memory for fewer than two frames");
  for (std::uint32_t i = 0; i < request.count; ++i) {
    auto buffer = capture_buffer(i);
    if (const int error = device_->control(VIDIOC_QUERYBUF, &buffer)) return lost("cannot ask for a buffer", error);
    buffers_.push_back(device_->map(buffer.m.offset, buffer.length));
    if (buffers_.back().empty()) return fail(ErrorCode::kIo, "cannot map a driver buffer; is memory short?");
  }
  return {};
}

Status V4l2Stream::give_back(std::uint32_t index) {
  auto buffer = capture_buffer(index);
  if (const int error = device_->control(VIDIOC_QBUF, &buffer)) return lost("cannot queue a buffer", error);
  return {};
}

Result<V4l2Buffer> V4l2Stream::newest(std::chrono::milliseconds timeout, const Clock& clock, V4l2Counters& counters) {
  if (!device_->wait(timeout)) return fail(ErrorCode::kTimeout, "no frame yet");
  std::optional<V4l2Buffer> newest;
  std::size_t waiting = 0;
  for (; waiting < buffers_.size(); ++waiting) {
    auto taken = take(clock, counters);
    if (!taken) return fail(std::move(taken.error()));
    if (!*taken) break;
    if (newest) {
      if (auto given = give_back(*newest); !given) return fail(std::move(given.error()));
    }
    newest = *taken;
  }
  // Every buffer was full, so the driver had stopped filling: without its stamp nobody knows how long ago.
  if (newest && waiting == buffers_.size() && !newest->stamped_by_driver) {
    ++counters.stale;
    if (auto given = give_back(*newest); !given) return fail(std::move(given.error()));
    newest.reset();
  }
  if (!newest) return fail(ErrorCode::kTimeout, "no good frame yet");
  return *newest;
}

Result<std::optional<V4l2Buffer>> V4l2Stream::take(const Clock& clock, V4l2Counters& counters) {
  for (std::size_t flagged = 0; flagged <= buffers_.size(); ++flagged) {
    auto buffer = capture_buffer(0);
    const int error = device_->control(VIDIOC_DQBUF, &buffer);
    if (error == EAGAIN) return std::nullopt;
    if (error != 0) return lost("cannot take a frame", error);
    if (buffer.index >= buffers_.size()) return fail(ErrorCode::kDeviceLost, "the driver returned an unknown buffer");
    const auto memory = buffers_[buffer.index];
    if (!(buffer.flags & V4L2_BUF_FLAG_ERROR) && buffer.bytesused > 0 && buffer.bytesused <= memory.size()) {
      const auto now = clock.monotonic_now();
      const auto stamp = driver_stamp(buffer, now);
      if (!stamp) ++counters.stamped_at_dequeue;
      return V4l2Buffer{memory.first(buffer.bytesused), stamp.value_or(now), buffer.sequence, buffer.index,
                        stamp.has_value()};
    }
    ++counters.flagged;
    if (auto given = give_back(buffer.index); !given) return fail(std::move(given.error()));
  }
  return std::nullopt;
}

}  // namespace gate
