#include "gate_io/simulated_gate_io.h"

namespace gate {

SimulatedGateIo::SimulatedGateIo(std::shared_ptr<SimulatedGate> gate) : gate_(std::move(gate)) { gate_->connect(); }

SimulatedGateIo::~SimulatedGateIo() {
  if (!leave_released_) gate_->disconnect();
}

Status SimulatedGateIo::apply(const GateOutputs& outputs) { return gate_->apply(outputs); }

Result<std::vector<GateInputEvent>> SimulatedGateIo::wait_inputs(std::chrono::milliseconds timeout) {
  return gate_->wait_inputs(timeout);
}

}  // namespace gate
