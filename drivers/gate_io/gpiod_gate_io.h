#pragma once

#include <memory>

#include "common/pause.h"
#include "gate_io/debounced_input.h"
#include "gate_io/gpio_chip.h"

namespace gate {

/// The gate on a GPIO chip. Thread-bound. Outputs are requested, and unless told otherwise left, in the safe state;
/// inputs are dated by their edges' kernel stamps, and their level is read on every call as well, so that an edge the
/// kernel dropped (it queues 16 per line) cannot hide a fire alarm. A chip that vanished (USB, I2C) is kDeviceLost and
/// is looked for again once per second by whichever call comes; then outputs start safe and active inputs are reported
/// anew.
class GpiodGateIo final : public GateIo {
 public:
  /// Errors name the field or line: kInvalidInput, kNotFound (chip or line, with what there is), kIo (line in use, …).
  /// `clock` must be the monotonic clock of the kernel's stamps and outlive this. `pause`: for waiting while lost.
  static Result<std::unique_ptr<GpiodGateIo>> open(const GateLines& lines, const Clock& clock,
                                                   const OpenGpioChip& open_chip = open_gpiod_chip, Pause pause = {});
  ~GpiodGateIo() override;
  GpiodGateIo(const GpiodGateIo&) = delete;
  GpiodGateIo& operator=(const GpiodGateIo&) = delete;

  /// Drives every line even when one fails, the lock first; the first error is returned.
  Status apply(const GateOutputs& outputs) override;
  Result<std::vector<GateInputEvent>> wait_inputs(std::chrono::milliseconds timeout) override;
  void leave_released() override { leave_released_ = true; }

 private:
  GpiodGateIo(GateLines lines, const Clock& clock, OpenGpioChip open_chip, Pause pause);
  Status connect();
  Status request_lines(GpioChip& chip);
  Status reconnect();
  Status drive(const GateOutputs& outputs);
  Status read_inputs(std::chrono::milliseconds timeout, std::vector<GateInputEvent>& changes);
  std::chrono::milliseconds until_next(MonotonicTime deadline) const;
  tl::unexpected<Error> noted(Error error);

  const GateLines lines_;
  const Clock& clock_;
  const OpenGpioChip open_chip_;
  const Pause pause_;
  std::unique_ptr<GpioChip> chip_;
  std::vector<DebouncedInput> inputs_;
  std::vector<GateInputEvent> unread_;
  MonotonicTime retry_at_{};
  bool leave_released_ = false;
};

}  // namespace gate
