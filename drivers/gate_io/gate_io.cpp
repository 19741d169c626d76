#include "gate_io/gate_io.h"

namespace gate {

std::string_view to_string(GateOutput output) {
  switch (output) {
    case GateOutput::kLockRelease: return "lock_release";
    case GateOutput::kRedLamp: return "red_lamp";
    case GateOutput::kGreenLamp: return "green_lamp";
    case GateOutput::kAmberLamp: return "amber_lamp";
    case GateOutput::kBuzzer: return "buzzer";
  }
  return "unknown";
}

std::string_view to_string(GateInput input) {
  switch (input) {
    case GateInput::kPassage: return "passage";
    case GateInput::kFireAlarm: return "fire_alarm";
    case GateInput::kTamper: return "tamper";
    case GateInput::kStaffButton: return "staff_button";
    case GateInput::kRequestToExit: return "request_to_exit";
  }
  return "unknown";
}

bool is_active(const GateOutputs& outputs, GateOutput output) {
  switch (output) {
    case GateOutput::kLockRelease: return outputs.lock_release;
    case GateOutput::kRedLamp: return outputs.red_lamp;
    case GateOutput::kGreenLamp: return outputs.green_lamp;
    case GateOutput::kAmberLamp: return outputs.amber_lamp;
    case GateOutput::kBuzzer: return outputs.buzzer;
  }
  return false;
}

}  // namespace gate
