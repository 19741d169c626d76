#pragma once

#include <memory>

#include "gate_io/simulated_gate.h"

namespace gate {

/// Drives a SimulatedGate. Thread-bound, like every GateIo. Opening and destroying leave the gate in the safe state,
/// unless told to leave it released.
class SimulatedGateIo final : public GateIo {
 public:
  explicit SimulatedGateIo(std::shared_ptr<SimulatedGate> gate);
  ~SimulatedGateIo() override;
  SimulatedGateIo(const SimulatedGateIo&) = delete;
  SimulatedGateIo& operator=(const SimulatedGateIo&) = delete;

  Status apply(const GateOutputs& outputs) override;
  Result<std::vector<GateInputEvent>> wait_inputs(std::chrono::milliseconds timeout) override;
  void leave_released() override { leave_released_ = true; }

 private:
  const std::shared_ptr<SimulatedGate> gate_;
  bool leave_released_ = false;
};

}  // namespace gate
