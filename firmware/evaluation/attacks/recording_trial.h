#pragma once

#include <chrono>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <vector>

#include "attacks/liveness_bench.h"
#include "common/result.h"

namespace gate {

/// One recording put through both detectors.
struct RecordingTrialOptions {
  std::filesystem::path video;
  std::vector<TurnDirection> ask;                   ///< empty: passive only
  std::optional<std::chrono::milliseconds> within;  ///< another time limit than the terminal's
  double from = 0;                                  ///< seconds skipped at the start
  bool anywhere = false;                            ///< challenges from every quarter of a second on
};

/// What was seen: {passive {state, sign, scores}, challenge {state, sign, seconds, steps}, accepted}; with `anywhere`
/// also {starts, starts_accepted}, the challenge then being the first accepted one, or that which came farthest.
/// `accepted`: with turns asked for, that the challenge was answered and nothing gave an attack away; else that passive
/// says live.
Result<nlohmann::ordered_json> judge_recording(const RecordingTrialOptions& options, LivenessBench& bench);

/// The same as lines on standard output.
void print_recording_report(const nlohmann::ordered_json& report);

}  // namespace gate
