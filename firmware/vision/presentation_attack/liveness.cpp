#include "presentation_attack/liveness.h"

#include "presentation_attack/challenge_prompt.h"

#include <algorithm>

namespace gate {
namespace {

constexpr std::array<std::string_view, 4> kModes{"off", "passive", "challenge", "challenge_when_unsure"};
constexpr std::array<std::string_view, 3> kStates{"undecided", "live", "attack"};
constexpr std::array<std::string_view, 9> kSigns{"flat_surface", "screen_pattern",         "frame_around",
                                                 "liveness_net", "second_channel",         "identity_changed",
                                                 "face_lost",    "challenge_not_followed", "too_slow"};
constexpr std::array<std::string_view, kLivenessSignals> kSignals{"planarity", "screen_pattern", "frame_around",
                                                                  "banding",   "liveness_net",   "second_channel"};

}  // namespace

std::string_view to_string(LivenessMode mode) { return kModes.at(static_cast<std::size_t>(mode)); }
std::string_view to_string(LivenessState state) { return kStates.at(static_cast<std::size_t>(state)); }
std::string_view to_string(AttackSign sign) { return kSigns.at(static_cast<std::size_t>(sign)); }
std::string_view to_string(LivenessSignal signal) { return kSignals.at(static_cast<std::size_t>(signal)); }

std::optional<LivenessMode> liveness_mode_of(std::string_view name) {
  const auto* const found = std::ranges::find(kModes, name);
  if (found == kModes.end()) return std::nullopt;
  return static_cast<LivenessMode>(found - kModes.begin());
}

std::string_view to_string(ChallengePrompt::Ask ask) {
  switch (ask) {
    case ChallengePrompt::Ask::kNothing: return "nothing";
    case ChallengePrompt::Ask::kLookStraight: return "look_straight";
    case ChallengePrompt::Ask::kTurnLeft: return "turn_left";
    case ChallengePrompt::Ask::kTurnRight: return "turn_right";
    case ChallengePrompt::Ask::kDone: return "done";
    case ChallengePrompt::Ask::kFailed: return "failed";
  }
  return "unknown";
}

}  // namespace gate
