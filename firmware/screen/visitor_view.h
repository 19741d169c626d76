#pragma once

#include <opencv2/core/mat.hpp>
#include <optional>
#include <string>

#include "access/enrolment_state.h"
#include "access/gate_state.h"
#include "access/notice.h"
#include "access/reason.h"
#include "access/terminal_snapshot.h"
#include "presentation_attack/challenge_prompt.h"

namespace gate {

/// What an enrolment at the gate asks of the visitor.
struct EnrolmentView {
  EnrolmentStep step = EnrolmentStep::kOff;
  std::optional<Reason> guidance{};  ///< while kLook: what to change
  cv::Mat code{};                    ///< once kDone: the pass to take away, CV_8UC1, a pixel a module; or empty
};

/// What recognition tells the screen: of whom it sees, no more than what they are to be told.
struct VisitorView {
  bool somebody = false;
  std::optional<Reason> reason{};  ///< of the decision, repeated while they stay; nothing while undecided
  ChallengePrompt prompt{};
  EnrolmentView enrolment{};
};

/// What the gate thread tells the screen.
struct GateView {
  using Camera = TerminalSnapshot::Camera;
  using Lines = TerminalSnapshot::GateLines;

  GateState state = GateState::kIdle;
  Camera camera = Camera::kStarting;
  Lines lines = Lines::kGood;          ///< to lock and lamps
  std::optional<NoticeKind> notice{};  ///< for the technician, while nobody is there
};

/// Digits by which a browser proves that whoever holds it stands before this screen; empty: none asks.
struct PairingView {
  std::string digits;
  MonotonicTime until{};  ///< then they are taken away
};

/// Whether a site's configuration has come; without one the screen says how to bring it.
enum class SetUp { kDone, kMissing };

/// All that decides what is on the screen.
struct ScreenState {
  GateView gate;
  VisitorView visitor;
  PairingView pairing{};
  SetUp set_up = SetUp::kDone;
};

}  // namespace gate
