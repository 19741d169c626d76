#include <cerrno>
#include <gpiod.hpp>
#include <map>
#include <system_error>
#include <thread>

#include "gate_io/gpio_chip.h"

namespace gate {
namespace {

constexpr const char* kConsumer = "gate-terminal";

ErrorCode code_of(const std::error_code& error) {
  switch (error.value()) {
    case ENODEV:
    case ENXIO: return ErrorCode::kDeviceLost;
    case ENOENT: return ErrorCode::kNotFound;
    default: return ErrorCode::kIo;
  }
}

// Runs what may throw inside libgpiod; nothing it throws leaves this file.
template <class Action>
auto guarded(const std::string& what, Action action) -> Result<decltype(action())> {
  try {
    if constexpr (std::is_void_v<decltype(action())>) {
      action();
      return {};
    } else {
      return action();
    }
  } catch (const std::system_error& error) {
    return fail(code_of(error.code()), what + ": " + error.code().message());
  } catch (const std::exception& error) {
    return fail(ErrorCode::kIo, what + ": " + error.what());
  }
}

std::bitset<32> flags_of(const GateLine& line) {
  using gpiod::line_request;
  std::bitset<32> flags;
  if (line.active == GateLine::Active::kLow) flags |= line_request::FLAG_ACTIVE_LOW;
  if (line.bias == GateLine::Bias::kPullUp) flags |= line_request::FLAG_BIAS_PULL_UP;
  if (line.bias == GateLine::Bias::kPullDown) flags |= line_request::FLAG_BIAS_PULL_DOWN;
  if (line.bias == GateLine::Bias::kNone) flags |= line_request::FLAG_BIAS_DISABLE;
  if (line.drive == GateLine::Drive::kOpenDrain) flags |= line_request::FLAG_OPEN_DRAIN;
  if (line.drive == GateLine::Drive::kOpenSource) flags |= line_request::FLAG_OPEN_SOURCE;
  return flags;
}

// libgpiod 1.6 speaks the kernel's first GPIO interface, whose events are stamped with CLOCK_MONOTONIC since Linux 5.7
// and with CLOCK_REALTIME before: those lie decades ahead of the monotonic clock, and now is the better guess.
MonotonicTime stamp_of(const gpiod::line_event& event) {
  const auto now = std::chrono::steady_clock::now();
  const MonotonicTime stamp(event.timestamp);
  return stamp <= now && stamp > now - std::chrono::minutes(1) ? stamp : now;
}

class GpiodChip final : public GpioChip {
 public:
  explicit GpiodChip(gpiod::chip chip) : chip_(std::move(chip)) {}

  Status request(GateOutput output, const GateLine& line) override {
    // The value goes with the request, and the kernel sets it before it turns the line into an output: no pulse.
    return take(to_string(output), line, gpiod::line_request::DIRECTION_OUTPUT).map([&](gpiod::line taken) {
      outputs_.emplace(output, std::move(taken));
    });
  }

  Status request(GateInput input, const GateLine& line) override {
    auto wiring = line;
    wiring.drive = GateLine::Drive::kPushPull;
    return take(to_string(input), wiring, gpiod::line_request::EVENT_BOTH_EDGES).map([&](gpiod::line taken) {
      watched_.append(taken);
      inputs_.emplace(input, std::move(taken));
    });
  }

  Status set(GateOutput output, bool active) override {
    return guarded(std::string(to_string(output)), [&] { outputs_.at(output).set_value(active ? 1 : 0); });
  }

  Result<bool> read(GateInput input) override {
    return guarded(std::string(to_string(input)), [&] { return inputs_.at(input).get_value() != 0; });
  }

  Result<std::vector<GateInputEvent>> wait_edges(std::chrono::milliseconds timeout) override {
    if (inputs_.empty()) {
      std::this_thread::sleep_for(timeout);
      return {};
    }
    return guarded("inputs", [&] {
      std::vector<GateInputEvent> edges;
      for (const auto& ready : watched_.event_wait(timeout)) read_edges(ready, edges);
      return edges;
    });
  }

 private:
  Result<gpiod::line> take(std::string_view what, const GateLine& wiring, int type) {
    const std::string name = std::string(what) + " (line " + wiring.line + ")";
    auto line = guarded(name, [&] { return find(wiring.line); });
    if (!line) return line;
    if (!*line) return fail(ErrorCode::kNotFound, name + ": not on this chip; `gpioinfo` lists the lines");
    return guarded(name, [&] {
      if (line->is_used()) throw std::runtime_error("already used by \"" + line->consumer() + "\"");
      line->request({kConsumer, type, flags_of(wiring)}, 0);
      return *line;
    });
  }

  gpiod::line find(const std::string& line) const {
    if (line.find_first_not_of("0123456789") != std::string::npos) return chip_.find_line(line);
    // Six digits are more than any chip has lines, and cannot overflow.
    const auto offset = line.size() > 6 ? chip_.num_lines() : static_cast<unsigned>(std::stoul(line));
    return offset < chip_.num_lines() ? chip_.get_line(offset) : gpiod::line();
  }

  void read_edges(const gpiod::line& line, std::vector<GateInputEvent>& edges) const {
    for (const auto& [input, own] : inputs_) {
      if (own.offset() != line.offset()) continue;
      for (const auto& event : line.event_read_multiple()) {
        edges.push_back({input, event.event_type == gpiod::line_event::RISING_EDGE, stamp_of(event)});
      }
    }
  }

  gpiod::chip chip_;
  std::map<GateOutput, gpiod::line> outputs_;
  std::map<GateInput, gpiod::line> inputs_;
  gpiod::line_bulk watched_;
};

std::string chips_there_are() {
  std::string list;
  try {
    for (const auto& chip : gpiod::make_chip_iter()) list += " " + chip.name() + " [" + chip.label() + "]";
  } catch (const std::exception&) {
    // no permission to open some: the list is only a hint
  }
  return list.empty() ? "there is none on this machine" : "there are" + list;
}

}  // namespace

Result<std::unique_ptr<GpioChip>> open_gpiod_chip(const std::string& chip) {
  auto opened = guarded("GPIO chip " + chip,
                        [&]() -> std::unique_ptr<GpioChip> { return std::make_unique<GpiodChip>(gpiod::chip(chip)); });
  if (opened || opened.error().code == ErrorCode::kIo) return opened;
  return fail(ErrorCode::kNotFound, opened.error().message + "; " + chips_there_are());
}

}  // namespace gate
