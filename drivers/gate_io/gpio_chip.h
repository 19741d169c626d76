#pragma once

#include <functional>
#include <memory>

#include "gate_io/gate_lines.h"

namespace gate {

/// One GPIO chip with our lines requested on it: the only way GpiodGateIo reaches the kernel, and where tests put a
/// chip of their own. Thread-bound. Destroying it releases every line. Errors of all: kDeviceLost, kIo.
class GpioChip {
 public:
  virtual ~GpioChip() = default;

  /// Takes the line and drives it inactive in the same system call. Also kNotFound, kInvalidInput.
  virtual Status request(GateOutput output, const GateLine& line) = 0;
  /// Takes the line and watches both its edges. Also kNotFound, kInvalidInput.
  virtual Status request(GateInput input, const GateLine& line) = 0;

  virtual Status set(GateOutput output, bool active) = 0;
  virtual Result<bool> read(GateInput input) = 0;
  /// Edges of the requested inputs as the kernel saw them, in any order between lines; empty after `timeout`.
  virtual Result<std::vector<GateInputEvent>> wait_edges(std::chrono::milliseconds timeout) = 0;
};

using OpenGpioChip = std::function<Result<std::unique_ptr<GpioChip>>(const std::string& chip)>;

/// Through libgpiod. Errors: kNotFound (with the chips there are), kIo.
Result<std::unique_ptr<GpioChip>> open_gpiod_chip(const std::string& chip);

}  // namespace gate
