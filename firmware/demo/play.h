#pragma once

#include "common/result.h"
#include "demo/demo_day.h"

namespace gate {

/// How the day went.
struct DemoOutcome {
  int as_expected = 0;
  int otherwise = 0;
};

/// Plays the day at the gate: one terminal, the visitors one after the other in front of its camera at their recorded
/// pace, a simulated turnstile, and a fire alarm at the end. Prints what happens as it happens and draws the contact
/// sheet. Blocks for about a minute.
Result<DemoOutcome> play_demo(const DemoFolder& folder, const std::filesystem::path& media);

}  // namespace gate
