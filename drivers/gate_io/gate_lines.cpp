#include "gate_io/gate_lines.h"

#include <set>

namespace gate {
namespace {

using Bias = GateLine::Bias;

Status set_resting_level(GateLine& lock_release, bool unlock_on_power_loss) {
  const bool active_high = lock_release.active == GateLine::Active::kHigh;
  const auto released = active_high ? Bias::kPullUp : Bias::kPullDown;
  const auto locked = active_high ? Bias::kPullDown : Bias::kPullUp;
  if (lock_release.bias == released && !unlock_on_power_loss) {
    return fail(ErrorCode::kInvalidInput,
                "lock_release.bias: would open the lock while nobody drives it, but unlock_on_power_loss is false; "
                "leave the bias out");
  }
  // "None" stays: it says that a resistor on the board does it.
  if (lock_release.bias == Bias::kAsIs) lock_release.bias = locked;
  return {};
}

template <class Key>
Status check(Key key, const std::optional<GateLine>& line, std::set<std::string>& used) {
  using namespace std::chrono_literals;
  if (!line) return {};
  const std::string name(to_string(key));
  if (line->line.empty()) return fail(ErrorCode::kInvalidInput, name + ".line: give the line's name or offset");
  if (line->debounce < 0ms || line->debounce > 1000ms) {
    return fail(ErrorCode::kInvalidInput, name + ".debounce: must be 0 to 1000 ms");
  }
  if (used.insert(line->line).second) return {};
  return fail(ErrorCode::kInvalidInput, name + ".line: " + line->line + " is used twice");
}

}  // namespace

Result<GateLines> checked(GateLines lines) {
  auto& lock_release = lines.of(GateOutput::kLockRelease);
  if (!lock_release) return fail(ErrorCode::kInvalidInput, "lock_release: is missing; a gate needs it");
  std::set<std::string> used;
  Status status;
  for (const auto output : kGateOutputs) {
    if (status) status = check(output, lines.of(output), used);
  }
  for (const auto input : kGateInputs) {
    if (status) status = check(input, lines.of(input), used);
  }
  if (status) status = set_resting_level(*lock_release, lines.unlock_on_power_loss);
  if (!status) return fail(std::move(status.error()));
  return lines;
}

}  // namespace gate
