#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <variant>

#include "access/decision.h"
#include "access/notice.h"
#include "gate_io/gate_io.h"

namespace gate {

/// Somebody came into view, or the last one left: what lights the amber lamp. Never opens anything.
struct ObservationStarted {};
struct ObservationEnded {};

/// Recognition is alive. Every decision and observation counts as one too.
struct RecognitionBeat {};

/// Time has passed.
struct Tick {};

/// Parts whose failure makes admissions impossible. kHeartbeat is the controller's own: raised when recognition's beats
/// stop, cleared by the next one.
enum class FaultSource { kCamera, kRecognition, kGateIo, kStorage, kHeartbeat };
inline constexpr std::array kFaultSources{FaultSource::kCamera, FaultSource::kRecognition, FaultSource::kGateIo,
                                          FaultSource::kStorage, FaultSource::kHeartbeat};
std::string_view to_string(FaultSource source);

struct FaultRaised {
  FaultSource source;
};
struct FaultCleared {
  FaultSource source;
};

/// What staff can ask for, at the console or (kOpenOnce) with the staff button.
enum class StaffCommand {
  kOpenOnce,       ///< one opening, relocked by the usual deadlines
  kHoldOpen,       ///< open until kLock
  kLock,           ///< relock now, ending an opening or a hold
  kMaintenanceOn,  ///< decisions are ignored; staff, request-to-exit and fire alarm still open
  kMaintenanceOff,
  kFireReset,    ///< ends an emergency, if the fire alarm input is inactive by then; else refused
  kAcknowledge,  ///< silences tamper and tail-gating alarms
};
std::string_view to_string(StaffCommand command);

/// What the lamps are to tell the technician from now on; nothing: no more.
struct NoticeChanged {
  std::optional<NoticeKind> notice;
};

using GateEvent = std::variant<Tick, Decision, ObservationStarted, ObservationEnded, RecognitionBeat, GateInputEvent,
                               FaultRaised, FaultCleared, StaffCommand, NoticeChanged>;

}  // namespace gate
