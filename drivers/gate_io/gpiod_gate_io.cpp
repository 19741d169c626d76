#include "gate_io/gpiod_gate_io.h"

#include <algorithm>
#include <thread>

namespace gate {
namespace {

using namespace std::chrono_literals;

constexpr auto kRetryEvery = 1s;

}  // namespace

Result<std::unique_ptr<GpiodGateIo>> GpiodGateIo::open(const GateLines& lines, const Clock& clock,
                                                       const OpenGpioChip& open_chip, Pause pause) {
  auto ready = checked(lines);
  if (!ready) return fail(std::move(ready.error()));
  std::unique_ptr<GpiodGateIo> io(new GpiodGateIo(std::move(*ready), clock, open_chip, std::move(pause)));
  if (auto connected = io->connect(); !connected) return fail(std::move(connected.error()));
  return io;
}

GpiodGateIo::GpiodGateIo(GateLines lines, const Clock& clock, OpenGpioChip open_chip, Pause pause)
    : lines_(std::move(lines)), clock_(clock), open_chip_(std::move(open_chip)), pause_(std::move(pause)) {}

GpiodGateIo::~GpiodGateIo() {
  // What a line does once released is the chip driver's choice (many turn it into an input, and the pull decides), so
  // it is brought to the safe level while it is still ours.
  if (chip_ && !leave_released_) (void)drive({});
}

Status GpiodGateIo::connect() {
  auto chip = open_chip_(lines_.chip);
  if (!chip) return fail(std::move(chip.error()));
  inputs_.clear();
  unread_.clear();
  if (auto requested = request_lines(**chip); !requested) return fail(std::move(requested.error()), lines_.chip);
  chip_ = std::move(*chip);
  return {};
}

Status GpiodGateIo::request_lines(GpioChip& chip) {
  for (const auto output : kGateOutputs) {
    if (!lines_.of(output)) continue;
    if (auto requested = chip.request(output, *lines_.of(output)); !requested) return requested;
  }
  for (const auto input : kGateInputs) {
    const auto& line = lines_.of(input);
    if (!line) continue;
    if (auto requested = chip.request(input, *line); !requested) return requested;
    const auto active = chip.read(input);
    if (!active) return fail(active.error());
    inputs_.emplace_back(input, line->debounce, *active);
    if (*active) unread_.push_back({input, true, clock_.monotonic_now()});
  }
  return {};
}

Status GpiodGateIo::reconnect() {
  if (chip_) return {};
  const auto now = clock_.monotonic_now();
  if (now < retry_at_) return fail(ErrorCode::kDeviceLost, lines_.chip + ": still missing");
  retry_at_ = now + kRetryEvery;
  auto connected = connect();
  if (!connected) connected.error().code = ErrorCode::kDeviceLost;
  return connected;
}

Status GpiodGateIo::apply(const GateOutputs& outputs) {
  if (auto present = reconnect(); !present) return present;
  if (auto driven = drive(outputs); !driven) return noted(std::move(driven.error()));
  return {};
}

Status GpiodGateIo::drive(const GateOutputs& outputs) {
  Status first;
  for (const auto output : kGateOutputs) {
    if (!lines_.of(output)) continue;
    auto set = chip_->set(output, is_active(outputs, output));
    if (first && !set) first = std::move(set);
  }
  return first;
}

Result<std::vector<GateInputEvent>> GpiodGateIo::wait_inputs(std::chrono::milliseconds timeout) {
  if (auto present = reconnect(); !present) {
    pause_ ? pause_(timeout) : std::this_thread::sleep_for(timeout);
    return fail(std::move(present.error()));
  }
  const auto deadline = clock_.monotonic_now() + timeout;
  auto changes = std::exchange(unread_, {});
  do {
    const auto patience = changes.empty() ? until_next(deadline) : 0ms;
    if (auto read = read_inputs(patience, changes); !read) return noted(std::move(read.error()));
  } while (changes.empty() && clock_.monotonic_now() < deadline);
  std::ranges::stable_sort(changes, {}, &GateInputEvent::at);
  return changes;
}

Status GpiodGateIo::read_inputs(std::chrono::milliseconds timeout, std::vector<GateInputEvent>& changes) {
  auto edges = chip_->wait_edges(timeout);
  if (!edges) return fail(std::move(edges.error()));
  std::ranges::stable_sort(*edges, {}, &GateInputEvent::at);
  for (auto& input : inputs_) {
    for (const auto& edge : *edges) {
      if (edge.input == input.input()) input.see(edge.active, edge.at, changes);
    }
    const auto active = chip_->read(input.input());
    if (!active) return fail(active.error());
    const auto now = clock_.monotonic_now();
    input.see(*active, now, changes);
    input.settle(now, changes);
  }
  return {};
}

std::chrono::milliseconds GpiodGateIo::until_next(MonotonicTime deadline) const {
  auto until = deadline;
  for (const auto& input : inputs_) until = std::min(until, input.settles_at().value_or(deadline));
  return std::max(std::chrono::ceil<std::chrono::milliseconds>(until - clock_.monotonic_now()), 0ms);
}

tl::unexpected<Error> GpiodGateIo::noted(Error error) {
  if (error.code == ErrorCode::kDeviceLost) {
    chip_.reset();
    retry_at_ = clock_.monotonic_now() + kRetryEvery;
  }
  return fail(std::move(error), lines_.chip);
}

}  // namespace gate
