#pragma once

#include "common/result.h"
#include "demo/demo_day.h"

namespace gate {

/// How the day went.
struct DemoOutcome {
  int as_expected = 0;
  int otherwise = 0;
};

/// Whether somebody is there who wants to watch the day in a browser.
enum class Audience { kNobody, kInABrowser };

/// Plays the day at the gate: one terminal, the visitors one after the other in front of its camera at their recorded
/// pace, a simulated turnstile, and a fire alarm at the end; its staff console serves meanwhile, with the visitor
/// screen in it. Prints what happens as it happens and draws the contact sheet. Blocks for about a minute; with an
/// audience also before the first visitor and after the last, until a line comes from standard input.
Result<DemoOutcome> play_demo(const DemoFolder& folder, const std::filesystem::path& media, Audience audience);

}  // namespace gate
