#pragma once

#include <linux/videodev2.h>

#include <algorithm>
#include <cerrno>
#include <deque>
#include <vector>

#include "camera/v4l2_device.h"
#include "fakes/fake_clock.h"
#include "fakes/recordings.h"

namespace gate {

/// A USB camera in memory, answering the ioctls V4l2Camera uses as drivers/media/usb/uvc does. It lives longer than the
/// device that is opened on it, so a test can pull it out and plug it in again. Time passes only while it is waited on.
class FakeWebcam {
 public:
  struct Mode {
    std::uint32_t fourcc;
    cv::Size size;
    std::uint32_t fps;
  };

  explicit FakeWebcam(FakeClock& clock) : clock_(clock) {}

  // What a test may set.
  std::vector<Mode> modes{{V4L2_PIX_FMT_YUYV, {64, 48}, 25}, {V4L2_PIX_FMT_MJPEG, {64, 48}, 25}};
  std::uint32_t capabilities = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
  std::uint32_t stamps = V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC;
  bool plugged_in = true;
  bool busy = false;
  bool sending = true;  ///< a frame every period while it is waited on
  int opened = 0;       ///< how often it was looked for

  OpenV4l2Device opener() {
    return [this](const std::string& name) -> Result<std::unique_ptr<V4l2Device>> {
      ++opened;
      if (!plugged_in) return fail(ErrorCode::kNotFound, name + ": no such camera");
      queued_.clear();
      filled_.clear();
      sequence_ = 0;
      lost_ = streaming_ = false;
      return std::make_unique<Device>(*this);
    };
  }

  void unplug() {
    plugged_in = false;
    lost_ = true;  // an open device stays lost, even when the camera is back
  }

  const Mode& mode() const { return mode_; }

  /// The bytes of the numbered picture in the current mode.
  std::vector<std::uint8_t> encoded(int number) const {
    if (mode_.fourcc == V4L2_PIX_FMT_MJPEG) {
      std::vector<std::uint8_t> jpeg;
      cv::imencode(".jpg", numbered_picture(number, mode_.size), jpeg);
      return jpeg;
    }
    // ITU-R BT.601: luma 16 to 235, chroma 128 is grey.
    std::vector<std::uint8_t> yuyv(static_cast<std::size_t>(mode_.size.area()) * 2, 128);
    for (std::size_t i = 0; i < yuyv.size(); i += 2) yuyv[i] = static_cast<std::uint8_t>(cvRound(16 + number * 17.18));
    return yuyv;
  }

  /// Fills the next queued buffer, stamped now; without one the driver drops the frame, as a real one does.
  void send(const std::vector<std::uint8_t>& bytes, std::uint32_t flags = 0) {
    ++sequence_;
    if (queued_.empty()) return;
    const auto index = queued_.front();
    queued_.pop_front();
    std::copy_n(bytes.begin(), std::min(bytes.size(), memory_[index].size()), memory_[index].begin());
    v4l2_buffer buffer{};
    buffer.index = index;
    buffer.flags = flags | stamps;
    buffer.bytesused = static_cast<std::uint32_t>(bytes.size());
    buffer.sequence = sequence_ - 1;
    const auto now = clock_.monotonic_now().time_since_epoch() / std::chrono::microseconds(1);
    buffer.timestamp = {.tv_sec = now / 1'000'000, .tv_usec = now % 1'000'000};
    filled_.push_back(buffer);
  }
  void send(int number) { send(encoded(number)); }

 private:
  class Device final : public V4l2Device {
   public:
    explicit Device(FakeWebcam& webcam) : webcam_(webcam) {}
    int control(unsigned long request, void* argument) override { return webcam_.control(request, argument); }
    bool wait(std::chrono::milliseconds timeout) override { return webcam_.wait(timeout); }
    std::span<const std::uint8_t> map(std::uint32_t offset, std::uint32_t) override {
      return webcam_.memory_.at(offset);
    }

   private:
    FakeWebcam& webcam_;
  };

  bool wait(std::chrono::milliseconds timeout) {
    if (lost_ || !filled_.empty()) return true;
    const std::chrono::milliseconds period{1000 / mode_.fps};
    const bool arrives = streaming_ && sending && period <= timeout;
    clock_.advance(arrives ? period : timeout);
    if (arrives) send(static_cast<int>(sequence_ % 10) + 1);
    return !filled_.empty();
  }

  int control(unsigned long request, void* argument) {
    if (lost_) return ENODEV;
    switch (request) {
      case VIDIOC_QUERYCAP: return query(*static_cast<v4l2_capability*>(argument));
      case VIDIOC_ENUM_FMT: return enumerate(*static_cast<v4l2_fmtdesc*>(argument));
      case VIDIOC_ENUM_FRAMESIZES: return enumerate(*static_cast<v4l2_frmsizeenum*>(argument));
      case VIDIOC_ENUM_FRAMEINTERVALS: return enumerate(*static_cast<v4l2_frmivalenum*>(argument));
      case VIDIOC_S_FMT: return set(*static_cast<v4l2_format*>(argument));
      case VIDIOC_S_PARM: static_cast<v4l2_streamparm*>(argument)->parm.capture.timeperframe = {1, mode_.fps}; return 0;
      case VIDIOC_REQBUFS: return allocate(*static_cast<v4l2_requestbuffers*>(argument));
      case VIDIOC_QUERYBUF: return query(*static_cast<v4l2_buffer*>(argument));
      case VIDIOC_QBUF: queued_.push_back(static_cast<v4l2_buffer*>(argument)->index); return 0;
      case VIDIOC_DQBUF: return dequeue(*static_cast<v4l2_buffer*>(argument));
      case VIDIOC_STREAMON: streaming_ = true; return 0;
      default: return ENOTTY;
    }
  }

  int query(v4l2_capability& capability) const {
    capability.capabilities = capabilities;
    return 0;
  }

  int enumerate(v4l2_fmtdesc& entry) const {
    std::vector<std::uint32_t> formats;
    for (const auto& m : modes) {
      if (std::ranges::find(formats, m.fourcc) == formats.end()) formats.push_back(m.fourcc);
    }
    if (entry.index >= formats.size()) return EINVAL;
    entry.pixelformat = formats[entry.index];
    return 0;
  }

  int enumerate(v4l2_frmsizeenum& entry) const {
    std::uint32_t index = 0;
    for (const auto& m : modes) {
      if (m.fourcc != entry.pixel_format || index++ != entry.index) continue;
      entry.type = V4L2_FRMSIZE_TYPE_DISCRETE;
      entry.discrete = {static_cast<std::uint32_t>(m.size.width), static_cast<std::uint32_t>(m.size.height)};
      return 0;
    }
    return EINVAL;
  }

  int enumerate(v4l2_frmivalenum& entry) const {
    const auto* m = find(entry.pixel_format, entry.width, entry.height);
    if (m == nullptr || entry.index != 0) return EINVAL;
    entry.type = V4L2_FRMIVAL_TYPE_DISCRETE;
    entry.discrete = {1, m->fps};
    return 0;
  }

  int set(v4l2_format& format) {
    if (busy) return EBUSY;
    const auto* m = find(format.fmt.pix.pixelformat, format.fmt.pix.width, format.fmt.pix.height);
    mode_ = m == nullptr ? modes.at(0) : *m;
    format.fmt.pix.pixelformat = mode_.fourcc;
    format.fmt.pix.width = static_cast<std::uint32_t>(mode_.size.width);
    format.fmt.pix.height = static_cast<std::uint32_t>(mode_.size.height);
    format.fmt.pix.bytesperline = mode_.fourcc == V4L2_PIX_FMT_YUYV ? format.fmt.pix.width * 2 : 0;
    return 0;
  }

  int allocate(const v4l2_requestbuffers& request) {
    memory_.assign(request.count, std::vector<std::uint8_t>(static_cast<std::size_t>(mode_.size.area()) * 2 + 512));
    return 0;
  }

  int query(v4l2_buffer& buffer) const {
    buffer.length = static_cast<std::uint32_t>(memory_.at(buffer.index).size());
    buffer.m.offset = buffer.index;
    return 0;
  }

  int dequeue(v4l2_buffer& buffer) {
    if (filled_.empty()) return EAGAIN;
    buffer = filled_.front();
    filled_.pop_front();
    return 0;
  }

  const Mode* find(std::uint32_t fourcc, std::uint32_t width, std::uint32_t height) const {
    const cv::Size size(static_cast<int>(width), static_cast<int>(height));
    const auto found = std::ranges::find_if(modes, [&](const Mode& m) { return m.fourcc == fourcc && m.size == size; });
    return found == modes.end() ? nullptr : &*found;
  }

  FakeClock& clock_;
  Mode mode_{};
  std::vector<std::vector<std::uint8_t>> memory_;
  std::deque<std::uint32_t> queued_;
  std::deque<v4l2_buffer> filled_;
  std::uint32_t sequence_ = 0;
  bool lost_ = false;
  bool streaming_ = false;
};

}  // namespace gate
