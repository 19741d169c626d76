#pragma once

#include <array>
#include <chrono>
#include <string_view>
#include <vector>

#include "common/clock.h"
#include "common/result.h"

namespace gate {

/// The lines the terminal drives. `active` is logical: the board file says which electrical level that is.
enum class GateOutput { kLockRelease, kRedLamp, kGreenLamp, kAmberLamp, kBuzzer };
inline constexpr std::array kGateOutputs{GateOutput::kLockRelease, GateOutput::kRedLamp, GateOutput::kGreenLamp,
                                         GateOutput::kAmberLamp, GateOutput::kBuzzer};

/// The lines the terminal reads. `kPassage` is active while a body is in the passage.
enum class GateInput { kPassage, kFireAlarm, kTamper, kStaffButton, kRequestToExit };
inline constexpr std::array kGateInputs{GateInput::kPassage, GateInput::kFireAlarm, GateInput::kTamper,
                                        GateInput::kStaffButton, GateInput::kRequestToExit};

/// Names as in board files and events: "lock_release", "red_lamp", …, "passage", "fire_alarm", …
std::string_view to_string(GateOutput output);
std::string_view to_string(GateInput input);

/// What all outputs shall be; default-constructed is the safe state: locked, dark, silent.
struct GateOutputs {
  bool lock_release = false;
  bool red_lamp = false;
  bool green_lamp = false;
  bool amber_lamp = false;
  bool buzzer = false;

  bool operator==(const GateOutputs&) const = default;
};

/// What `outputs` says of one output.
bool is_active(const GateOutputs& outputs, GateOutput output);

/// An input line that changed.
struct GateInputEvent {
  GateInput input;
  bool active;
  MonotonicTime at;  ///< when the edge happened (the kernel's stamp on real lines)
};

/// The turnstile and its lamps, buzzer and sensors. Thread-bound: the `gate` thread is its sole owner.
/// A line that the board file leaves out is accepted and ignored (output) or never active (input).
class GateIo {
 public:
  virtual ~GateIo() = default;

  /// Drives every output; blocks for the system call only. On kIo or kDeviceLost the state of the lines is unknown
  /// and the caller must treat it as a fault.
  virtual Status apply(const GateOutputs& outputs) = 0;

  /// Edges since the last call, oldest first; waits up to `timeout` for the first. Empty after the time-out. The first
  /// call after opening reports every input that is active already.
  virtual Result<std::vector<GateInputEvent>> wait_inputs(std::chrono::milliseconds timeout) = 0;

  /// An emergency outlasts the program: destroying this locks nothing from now on. Whether the lock stays released is
  /// the line driver's choice (README.md, "When the program ends").
  virtual void leave_released() = 0;
};

}  // namespace gate
