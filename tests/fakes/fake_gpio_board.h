#pragma once

#include <map>

#include "fakes/fake_clock.h"
#include "gate_io/gpio_chip.h"

namespace gate {

/// A GPIO chip with wires in memory: keeps every output's electrical level over time, and lets a test drive the
/// inputs'. It lives longer than the GpioChip opened on it. Time passes only while it is waited on.
class FakeGpioBoard {
 public:
  enum class Wire { kUndriven, kLow, kHigh };

  explicit FakeGpioBoard(FakeClock& clock) : clock_(clock) {}

  bool present = true;
  bool drops_edges = false;  ///< like the kernel's queue when it is full
  int failing_sets = 0;      ///< this many sets fail with kIo; -1: all

  OpenGpioChip opener() {
    return [this](const std::string& name) -> Result<std::unique_ptr<GpioChip>> {
      if (!present) return fail(ErrorCode::kNotFound, name + ": no such chip");
      return std::make_unique<Chip>(*this);
    };
  }

  /// Every level the output's wire had, in order, starting undriven.
  std::vector<Wire> history(const std::string& line) const {
    const auto found = wires_.find(line);
    return found == wires_.end() ? std::vector{Wire::kUndriven} : found->second;
  }
  GateLine::Bias bias(const std::string& line) const { return biases_.at(line); }

  /// Puts an input's wire on a level, now. Low at first.
  void drive(const std::string& line, Wire level) {
    levels_[line] = level;
    for (const auto& [input, wiring] : inputs_) {
      if (wiring.line == line && !drops_edges) edges_.push_back({input, is_active(wiring), clock_.monotonic_now()});
    }
  }

 private:
  class Chip final : public GpioChip {
   public:
    explicit Chip(FakeGpioBoard& board) : board_(board) {}
    ~Chip() override { board_.release(); }
    Chip(const Chip&) = delete;
    Chip& operator=(const Chip&) = delete;

    Status request(GateOutput output, const GateLine& line) override {
      board_.outputs_[output] = line;
      board_.biases_[line.line] = line.bias;
      return board_.set(output, false);
    }
    Status request(GateInput input, const GateLine& line) override {
      board_.inputs_[input] = line;
      return {};
    }
    Status set(GateOutput output, bool active) override {
      if (board_.failing_sets != 0) {
        if (board_.failing_sets > 0) --board_.failing_sets;
        return fail(ErrorCode::kIo, "told to fail");
      }
      return board_.set(output, active);
    }
    Result<bool> read(GateInput input) override {
      if (!board_.present) return fail(ErrorCode::kDeviceLost, "gone");
      return board_.is_active(board_.inputs_.at(input));
    }
    Result<std::vector<GateInputEvent>> wait_edges(std::chrono::milliseconds timeout) override {
      if (!board_.present) return fail(ErrorCode::kDeviceLost, "gone");
      if (board_.edges_.empty()) board_.clock_.advance(timeout);
      return std::exchange(board_.edges_, {});
    }

   private:
    FakeGpioBoard& board_;
  };

  Status set(GateOutput output, bool active) {
    if (!present) return fail(ErrorCode::kDeviceLost, "gone");
    const auto& line = outputs_.at(output);
    const bool high = active == (line.active == GateLine::Active::kHigh);
    move(line.line, high ? Wire::kHigh : Wire::kLow);
    return {};
  }

  void release() {
    for (const auto& [output, line] : outputs_) move(line.line, Wire::kUndriven);
    outputs_.clear();
    inputs_.clear();
    edges_.clear();
  }

  void move(const std::string& line, Wire level) {
    auto& wire = wires_.try_emplace(line, std::vector{Wire::kUndriven}).first->second;
    if (wire.back() != level) wire.push_back(level);
  }

  bool is_active(const GateLine& wiring) const {
    const auto found = levels_.find(wiring.line);
    const bool high = found != levels_.end() && found->second == Wire::kHigh;
    return high == (wiring.active == GateLine::Active::kHigh);
  }

  FakeClock& clock_;
  std::map<GateOutput, GateLine> outputs_;
  std::map<GateInput, GateLine> inputs_;
  std::map<std::string, std::vector<Wire>> wires_;
  std::map<std::string, GateLine::Bias> biases_;
  std::map<std::string, Wire> levels_;
  std::vector<GateInputEvent> edges_;
};

}  // namespace gate
