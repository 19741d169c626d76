#pragma once

#include <chrono>
#include <functional>

namespace gate {

/// How a driver without a kernel behind it lets time pass: told the longest it may wait. Empty: it really waits. Tests
/// that own a fake clock pass `[&](auto by) { clock.advance(by); }` and so never wait.
using Pause = std::function<void(std::chrono::nanoseconds)>;

}  // namespace gate
