#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "common/result.h"

namespace gate {

/// One open video node: the only way V4l2Camera reaches the kernel, and where tests put a camera of their own.
/// Thread-bound. Closing (destroying) it ends streaming and unmaps every buffer.
class V4l2Device {
 public:
  virtual ~V4l2Device() = default;

  /// ioctl(2), repeated while interrupted: 0 or errno.
  virtual int control(unsigned long request, void* argument) = 0;
  /// Waits until a buffer may be taken or the device has something to complain about: true; false after `timeout`.
  virtual bool wait(std::chrono::milliseconds timeout) = 0;
  /// A driver buffer; valid until the device is closed. Empty when the kernel refuses.
  virtual std::span<const std::uint8_t> map(std::uint32_t offset, std::uint32_t length) = 0;
};

using OpenV4l2Device = std::function<Result<std::unique_ptr<V4l2Device>>(const std::string& name)>;

/// Opens `name`: a path ("/dev/video0"), or a name in /dev/v4l/by-id or /dev/v4l/by-path
/// ("usb-046d_C270-video-index0"), which stays the same when the camera is plugged in again. Errors: kNotFound (with
/// the nodes there are), kIo.
Result<std::unique_ptr<V4l2Device>> open_v4l2_device(const std::string& name);

}  // namespace gate
