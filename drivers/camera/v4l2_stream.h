#pragma once

#include <optional>
#include <vector>

#include "camera/v4l2_format.h"
#include "common/clock.h"

namespace gate {

/// What a camera's driver did that did not end in a frame; counted since opening, over re-plugging.
struct V4l2Counters {
  std::uint64_t flagged = 0;             ///< buffers the driver marked as erroneous or empty
  std::uint64_t corrupt = 0;             ///< frames that could not be decoded
  std::uint64_t stale = 0;               ///< frames that were too old, or older than one handed out before
  std::uint64_t stamped_at_dequeue = 0;  ///< frames without a usable monotonic stamp by the driver
  std::uint64_t reconnects = 0;
};

/// A filled driver buffer; the bytes are valid until it is given back.
struct V4l2Buffer {
  std::span<const std::uint8_t> bytes;
  MonotonicTime captured_at;
  std::uint32_t sequence;  ///< the driver's count of frames, dropped ones included
  std::uint32_t index;
  bool stamped_by_driver;  ///< false: `captured_at` is when it was taken from the queue
};

/// One device while it streams into memory-mapped buffers. Owned by V4l2Camera, thread-bound. Any failure is
/// kDeviceLost: throw the stream away and open anew.
class V4l2Stream {
 public:
  static Result<V4l2Stream> start(std::unique_ptr<V4l2Device> device, const V4l2Format& format);

  /// The newest filled buffer, waiting up to `timeout` for one; older ones go back to the driver unseen. kTimeout.
  Result<V4l2Buffer> newest(std::chrono::milliseconds timeout, const Clock& clock, V4l2Counters& counters);
  Status give_back(const V4l2Buffer& buffer) { return give_back(buffer.index); }

  const V4l2Format& format() const { return format_; }

 private:
  V4l2Stream(std::unique_ptr<V4l2Device> device, const V4l2Format& format)
      : device_(std::move(device)), format_(format) {}
  Status map_buffers();
  Status give_back(std::uint32_t index);
  Result<std::optional<V4l2Buffer>> take(const Clock& clock, V4l2Counters& counters);

  std::unique_ptr<V4l2Device> device_;
  V4l2Format format_;
  std::vector<std::span<const std::uint8_t>> buffers_;
};

}  // namespace gate
