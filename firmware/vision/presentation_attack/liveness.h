#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace gate {

/// When presentation attacks are looked for, and how.
enum class LivenessMode {
  kOff,                  ///< nobody looks: the answer stays undecided
  kPassive,              ///< the visitor only stands there
  kChallenge,            ///< the visitor is asked to turn their head, and nobody is live who did not
  kChallengeWhenUnsure,  ///< … only when looking on did not settle it in time
};

enum class LivenessState { kUndecided, kLive, kAttack };

/// What gave an attack away, after the artefact classes of ISO/IEC 30107-3 where the sign names one.
enum class AttackSign {
  kFlatSurface,           ///< what shows the face moves as one plane: print, still on a screen, cut-out
  kScreenPattern,         ///< moire, bands: a pixel grid filmed again
  kFrameAround,           ///< the edge of a device or sheet moves with the face
  kLivenessNet,           ///< the liveness net, over many frames
  kSecondChannel,         ///< no relief in depth, or dark in infra-red
  kIdentityChanged,       ///< another face than at the challenge's start, or it jumped
  kFaceLost,              ///< out of sight during the challenge: nobody knows who came back
  kChallengeNotFollowed,  ///< another movement than the one asked for, or one before it was asked for
  kTooSlow,               ///< time was up
};

/// "off", "passive", …; "undecided", …; "flat_surface", …
std::string_view to_string(LivenessMode mode);
std::string_view to_string(LivenessState state);
std::string_view to_string(AttackSign sign);
/// The mode of a name as configurations spell it; nothing for any other word.
std::optional<LivenessMode> liveness_mode_of(std::string_view name);

/// The signals' scores so far, each 0 attack .. 1 live; nothing: not measured yet. The order is the report's.
enum class LivenessSignal { kPlanarity, kScreenPattern, kFrameAround, kBanding, kLivenessNet, kSecondChannel };
constexpr std::size_t kLivenessSignals = 6;
std::string_view to_string(LivenessSignal signal);

/// What is known about one visitor so far.
struct LivenessVerdict {
  LivenessState state = LivenessState::kUndecided;
  std::optional<AttackSign> sign;  ///< with kAttack: what gave it away
  std::array<std::optional<double>, kLivenessSignals> scores{};

  std::optional<double>& score(LivenessSignal signal) { return scores.at(static_cast<std::size_t>(signal)); }
  const std::optional<double>& score(LivenessSignal signal) const {
    return scores.at(static_cast<std::size_t>(signal));
  }
};

}  // namespace gate
