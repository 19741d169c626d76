#include "console/device_facts.h"

namespace gate {

std::string_view to_string(UpdateStage stage) {
  switch (stage) {
    case UpdateStage::kInstalling: return "installing";
    case UpdateStage::kWaits: return "waits";
    case UpdateStage::kOnTrial: return "on_trial";
    case UpdateStage::kCutOff: return "cut_off";
    case UpdateStage::kNotStarted: return "not_started";
  }
  return "unknown";
}

}  // namespace gate
