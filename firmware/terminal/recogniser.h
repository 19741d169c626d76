#pragma once

#include <chrono>
#include <optional>

#include "access/decision.h"
#include "camera/frame.h"
#include "presentation_attack/challenge_prompt.h"
#include "screen/visitor_view.h"

namespace gate {

/// How long each step of the newest frame took, as in the event stream's latency_ms. Steps that did not run are zero.
struct StepTimes {
  using Milliseconds = std::chrono::duration<double, std::milli>;
  Milliseconds wait{};      ///< from capture until recognition took the frame
  Milliseconds detect{};    ///< faces and landmarks
  Milliseconds assess{};    ///< quality
  Milliseconds embed{};     ///< face to template
  Milliseconds search{};    ///< nearest pass in the gallery
  Milliseconds liveness{};  ///< presentation-attack detection
  Milliseconds verify{};    ///< pass and certificate once more
  Milliseconds total{};     ///< from capture to decision
};

/// What recognition made of one frame.
struct Sighting {
  enum class Presence { kNobody, kSomebody };
  Presence presence = Presence::kNobody;
  /// The decision about whoever is in front: repeated, unchanged, for as long as they stay; nothing while undecided.
  std::optional<Decision> decision;
  ChallengePrompt prompt{};   ///< what the screen is to ask of the visitor
  EnrolmentView enrolment{};  ///< likewise; while there is one, nobody is decided on
  StepTimes times{};
};

/// Steps 2 to 6 of the main path: a frame in, what is seen and decided out. Thread-bound: the `recognition` thread.
/// Never fails: what goes wrong inside refuses. Blocks for its computing only; if it hangs, the gate thread notices.
class Recogniser {
 public:
  virtual ~Recogniser() = default;
  virtual Sighting look(const Frame& frame) = 0;
  /// Time passes and no frame comes: the camera is slow, or lost. Called every 200 ms then. Blocks as look() does.
  virtual void idle() {}
};

}  // namespace gate
