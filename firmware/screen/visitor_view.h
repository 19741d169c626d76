#pragma once

#include <optional>

#include "access/gate_state.h"
#include "access/notice.h"
#include "access/reason.h"
#include "access/terminal_snapshot.h"
#include "presentation_attack/challenge_prompt.h"

namespace gate {

/// What recognition tells the screen: of whom it sees, no more than what they are to be told.
struct VisitorView {
  bool somebody = false;
  std::optional<Reason> reason{};  ///< of the decision, repeated while they stay; nothing while undecided
  ChallengePrompt prompt{};
};

/// What the gate thread tells the screen.
struct GateView {
  using Camera = TerminalSnapshot::Camera;

  GateState state = GateState::kIdle;
  Camera camera = Camera::kStarting;
  std::optional<NoticeKind> notice{};  ///< for the technician, while nobody is there
};

/// Whether a site's configuration has come; without one the screen says how to bring it.
enum class SetUp { kDone, kMissing };

/// All that decides what is on the screen.
struct ScreenState {
  GateView gate;
  VisitorView visitor;
  SetUp set_up = SetUp::kDone;
};

}  // namespace gate
