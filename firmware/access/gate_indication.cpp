#include "access/gate_indication.h"

namespace gate {
namespace {

using std::chrono::milliseconds;

/// On for `on` at the start of every `period`; `times` periods, 0 for ever.
struct Pattern {
  milliseconds on;
  milliseconds period;
  int times = 0;
};

/// Two short flashes and a pause: nothing that a visitor is told blinks so.
constexpr milliseconds kFlash{150};
constexpr milliseconds kDoubleBlink{1500};

constexpr Pattern kSlow{milliseconds{1000}, milliseconds{2000}};
constexpr Pattern kFast{milliseconds{250}, milliseconds{500}};
constexpr Pattern kSiren{milliseconds{500}, milliseconds{1000}};
constexpr Pattern kAlarm{milliseconds{100}, milliseconds{200}};
constexpr Pattern kAdmitBeep{milliseconds{100}, milliseconds{200}, 1};

bool on(const Pattern& pattern, std::chrono::nanoseconds elapsed) {
  if (pattern.times > 0 && elapsed >= pattern.period * pattern.times) return false;
  return elapsed % pattern.period < pattern.on;
}

bool double_blink(std::chrono::nanoseconds elapsed) {
  const auto at = elapsed % kDoubleBlink;
  return at < kFlash || (at >= 2 * kFlash && at < 3 * kFlash);
}

/// Told apart by ear: one long, two, three or four short.
Pattern refusal_beep(ReasonClass reason) {
  switch (reason) {
    case ReasonClass::kIdentity: return {milliseconds{800}, milliseconds{1000}, 1};
    case ReasonClass::kDocument: return {milliseconds{200}, milliseconds{400}, 2};
    case ReasonClass::kRule: return {milliseconds{200}, milliseconds{400}, 3};
    case ReasonClass::kTerminal: return {milliseconds{100}, milliseconds{200}, 4};
    case ReasonClass::kAdmitted:
    case ReasonClass::kGuidance: break;
  }
  return {milliseconds{0}, milliseconds{1}};
}

GateOutputs lamps(NoticeKind notice, std::chrono::nanoseconds elapsed) {
  const bool lit = double_blink(elapsed);
  switch (notice) {
    case NoticeKind::kUpdateRunning: return {.amber_lamp = lit};
    case NoticeKind::kUpdateRefused:
    case NoticeKind::kImportRefused: return {.red_lamp = lit};
    case NoticeKind::kUpdateInstalled:
    case NoticeKind::kImportDone: return {.green_lamp = lit};
  }
  return {};
}

GateOutputs lamps(const GateSituation& situation) {
  switch (situation.state) {
    case GateState::kIdle: return situation.notice ? lamps(*situation.notice, situation.in_state) : GateOutputs{};
    case GateState::kObserving: return {.amber_lamp = !situation.shown || on(kFast, situation.in_state)};
    case GateState::kOpen:
    case GateState::kPassing: return {.green_lamp = true};
    case GateState::kRefused: return {.red_lamp = true};
    case GateState::kHeld: return {.green_lamp = on(kSlow, situation.in_state)};
    case GateState::kEmergency: return {.green_lamp = on(kFast, situation.in_state)};
    case GateState::kFault: return {.red_lamp = true, .amber_lamp = on(kSlow, situation.in_state)};
    case GateState::kMaintenance: return {.amber_lamp = on(kSlow, situation.in_state)};
  }
  return {};
}

bool buzzer(const GateSituation& situation) {
  if (situation.alarm) return on(kAlarm, *situation.alarm);
  if (situation.state == GateState::kEmergency) return on(kSiren, situation.in_state);
  if (situation.state == GateState::kOpen) return on(kAdmitBeep, situation.in_state);
  return situation.state == GateState::kRefused && situation.shown &&
         on(refusal_beep(*situation.shown), situation.in_state);
}

}  // namespace

GateOutputs indicate(const GateSituation& situation) {
  GateOutputs outputs = lamps(situation);
  outputs.buzzer = buzzer(situation);
  return outputs;
}

}  // namespace gate
