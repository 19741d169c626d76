#pragma once

#include <bitset>
#include <chrono>
#include <optional>
#include <vector>

#include "access/gate_event.h"
#include "access/gate_happening.h"
#include "access/gate_state.h"
#include "access/gate_transitions.h"
#include "common/clock.h"
#include "gate_io/gate_io.h"

namespace gate {

/// Whether the lock is released while in fault: what `unlock_on_power_loss` says of the same site.
enum class FaultPosition { kLocked, kReleased };

/// How long everything may take. Ranges are those of config/terminal.schema.json.
struct GateTimings {
  std::chrono::milliseconds open{5000};                 ///< from the opening until somebody must have entered
  std::chrono::milliseconds passage_limit{4000};        ///< from entering until the body must have left
  std::chrono::milliseconds relock_delay{400};          ///< from leaving until locked
  std::chrono::milliseconds same_body_gap{250};         ///< a shorter interruption of the beam is one body's legs
  std::chrono::milliseconds cool_down{2000};            ///< after a refusal
  std::chrono::milliseconds max_decision_age{1000};     ///< from capture; older admissions are ignored
  std::chrono::milliseconds recognition_timeout{3000};  ///< without a beat: fault
  std::chrono::milliseconds alarm{10000};               ///< how long an alarm sounds, unless acknowledged
  FaultPosition in_fault = FaultPosition::kLocked;
};

/// The gate's behaviour: a transition table over (state, trigger). Owned by and bound to the `gate` thread; never
/// blocks, reads no clock. Time comes in as an argument and never runs backwards: an earlier `now` counts as the
/// latest seen.
///
/// The lock is released only by an admit decision captured within max_decision_age and after the last relock, by the
/// fire alarm, by staff or by request-to-exit. Every opening relocks by open + passage_limit at the latest, from then
/// on even outputs() of a controller that is no longer told anything says locked. The fire alarm releases in every
/// state, within the call that reports it, and latches until kFireReset comes while its input is inactive. An opening
/// once granted runs to its own end when a fault comes: nobody is shut in for a camera's sake. The same decision twice
/// is one opening; recognition repeats its decision while the visitor stays in front.
///
/// One beam sees that a body is in the passage, not how many: two people in step, closer than the beam resolves
/// (same_body_gap), count as one. What it can show: a second interruption, one that lasts too long, one while locked.
class GateController {
 public:
  GateController(const GateTimings& timings, MonotonicTime now);

  /// Deadlines that have come by `now` first, then the event.
  void on(const GateEvent& event, MonotonicTime now);

  GateState state() const { return state_; }

  /// What every output shall be at `now`; call it after every on() and, for even blinking, every 50 ms.
  GateOutputs outputs(MonotonicTime now) const;

  /// When on(Tick) is due at the latest.
  std::optional<MonotonicTime> next_deadline() const;

  /// What happened since the last call, oldest first.
  std::vector<GateHappening> drain();

 private:
  void handle(Tick) {}
  void handle(const Decision& decision);
  void handle(ObservationStarted);
  void handle(ObservationEnded);
  void handle(RecognitionBeat);
  void handle(const GateInputEvent& event);
  void handle(FaultRaised fault);
  void handle(FaultCleared fault);
  void handle(StaffCommand command);
  void handle(NoticeChanged changed) { notice_ = changed.notice; }

  void expire();
  void beat();
  void set_fault(FaultSource source);
  void clear_fault(FaultSource source);
  void passage_changed(bool occupied);
  void reset_fire();
  bool acceptable(const Decision& decision);
  void grant(OpeningCause cause, std::optional<PassId> pass, GateTrigger trigger);
  void fire(GateTrigger trigger);
  void act(GateAction action);
  void enter(GateState next);
  GateState resolve(GateTarget target) const;
  GateState rest() const;
  bool lock_released(MonotonicTime now) const;
  bool input(GateInput which) const { return inputs_[static_cast<std::size_t>(which)]; }
  GateHappening& report(GateHappeningKind kind);
  void report_opening(GateHappeningKind kind);

  const GateTimings timings_;
  MonotonicTime now_;
  GateState state_ = GateState::kIdle;
  MonotonicTime entered_state_at_;
  std::optional<MonotonicTime> deadline_;  // of the state
  MonotonicTime last_beat_;
  MonotonicTime locked_since_ = MonotonicTime::min();  // earlier captures are about a visitor already served
  MonotonicTime decided_ = MonotonicTime::min();       // capture of the last decision acted upon
  std::optional<ReasonClass> shown_;                   // what the refusal or the guidance is about
  OpeningCause cause_ = OpeningCause::kStaff;          // of the latest opening
  std::optional<PassId> pass_;                         // whose opening it was
  std::optional<MonotonicTime> body_left_at_;          // in kPassing, while the beam is free
  std::optional<MonotonicTime> alarm_since_;           // until acknowledged
  std::bitset<kFaultSources.size()> faults_;
  std::bitset<kGateInputs.size()> inputs_;
  std::optional<NoticeKind> notice_;
  bool person_present_ = false;
  bool maintenance_ = false;
  std::vector<GateHappening> happenings_;
};

}  // namespace gate
