#include "terminal/terminal.h"

#include <pthread.h>
#include <sys/resource.h>

#include <thread>

namespace gate {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kFramePatience{200};        // recognition beats at least this often, frames or not
constexpr milliseconds kGateTick{10};              // an admission waits at most this long for the gate thread
constexpr milliseconds kPatienceWithFailures{10};  // between tries while the gate's lines are lost
constexpr std::chrono::seconds kSilentCamera{2};   // a camera that gives neither frame nor error counts as lost

constexpr int kCodesNiceness = 10;  // recognition and gate come first

bool at_rest(GateState state) {
  return state != GateState::kOpen && state != GateState::kPassing && state != GateState::kRefused;
}

}  // namespace

Terminal::Terminal(TerminalParts parts, GateTimings timings) : parts_(std::move(parts)), timings_(timings) {}

// ---- camera -> recognition -> gate -------------------------------------------------------------------------------

void Terminal::capture_loop(const std::stop_token& stop) {
  const Pulse alive = pulse_of(parts_.heartbeats, TerminalThread::kCapture);
  MonotonicTime last_word = parts_.clock.monotonic_now();
  while (!stop.stop_requested()) {
    alive.beat();
    auto frame = parts_.camera.next(kFramePatience);
    const MonotonicTime now = parts_.clock.monotonic_now();
    const bool nothing_yet = !frame && frame.error().code == ErrorCode::kTimeout;
    if (nothing_yet && now - last_word < kSilentCamera) continue;
    last_word = now;
    const bool failed = !frame && !nothing_yet;
    const bool over = failed && frame.error().code == ErrorCode::kEndOfStream;
    if (frame && parts_.codes != nullptr) frames_for_codes_.put(*frame);  // the same pixels; nobody writes to them
    if (frame && parts_.screen != nullptr) parts_.screen->frames.put(*frame);
    frames_.put(std::move(frame));
    if (over) break;
    if (failed) std::this_thread::sleep_for(kPatienceWithFailures);
  }
  alive.end();
}

void Terminal::recognition_loop(const std::stop_token& stop) {
  const Pulse alive = pulse_of(parts_.heartbeats, TerminalThread::kRecognition);
  Report report;
  while (!stop.stop_requested()) {
    alive.beat();
    if (const auto frame = frames_.take(kFramePatience)) {
      if (*frame) {
        report = {parts_.recogniser.look(**frame), Report::Source::kWatching};
        ++looked_at_;
        announce(report.sighting);
      } else if (frame->error().code == ErrorCode::kEndOfStream) {
        report = {{}, Report::Source::kRecordingOver};
      } else {
        parts_.recogniser.idle();
        if (report.source != Report::Source::kCameraLost) parts_.events.error("camera", frame->error());
        report = {{}, Report::Source::kCameraLost};
      }
      show(report.sighting);  // also that nobody is seen any more
    } else {
      parts_.recogniser.idle();
    }
    reports_.put(report);  // also without a new frame: the gate thread hears that we are alive
  }
  alive.end();
}

/// Beside the face path: newest wins here too, so a slow look at a code costs frames of its own only.
void Terminal::codes_loop(const std::stop_token& stop) {
  pthread_setname_np(pthread_self(), "codes");
  setpriority(PRIO_PROCESS, 0, kCodesNiceness);  // of this thread alone, on Linux; a failure costs nothing
  const Pulse alive = pulse_of(parts_.heartbeats, TerminalThread::kCodes);
  while (!stop.stop_requested()) {
    alive.beat();
    if (const auto frame = frames_for_codes_.take(kFramePatience)) parts_.codes->look(*frame);
  }
  alive.end();
}

/// A decision is told once, however many frames repeat it; the same guidance is told once a visitor.
void Terminal::announce(const Sighting& sighting) {
  if (sighting.prompt.ask != prompted_.ask || sighting.prompt.step != prompted_.step) {
    prompted_ = sighting.prompt;
    parts_.events.prompt(prompted_);
  }
  const auto& decision = sighting.decision;
  if (!decision) {
    // During an enrolment nobody is decided on, and the decision before it may come back as it was.
    const bool watching = sighting.enrolment.step == EnrolmentStep::kOff;
    if (watching && sighting.presence == Sighting::Presence::kNobody) announced_.reset();
    return;
  }
  const auto same = [&](const Decision& told) {
    const bool guidance = class_of(told.reason) == ReasonClass::kGuidance;
    return told.reason == decision->reason && told.pass == decision->pass &&
           (guidance || told.captured_at == decision->captured_at);
  };
  if (announced_ && same(*announced_)) return;
  announced_ = decision;
  parts_.events.decision(*decision, sighting.times);
}

Status Terminal::gate_loop(const std::stop_token& stop, const std::vector<GateInputEvent>& inputs) {
  const Pulse alive = pulse_of(parts_.heartbeats, TerminalThread::kGate);
  GateController controller(timings_, parts_.clock.monotonic_now());
  snapshot_.state_since = parts_.clock.monotonic_now();
  for (const GateInputEvent& event : inputs) hear(controller, event);
  while (!stop.stop_requested() && !(recording_over_ && at_rest(controller.state()))) {
    alive.beat();
    sense(controller);
    if (const auto report = reports_.take(milliseconds{0})) tell(controller, *report);
    if (const auto command = commands_.take(milliseconds{0})) controller.on(*command, parts_.clock.monotonic_now());
    if (const auto notice = notices_.take(milliseconds{0})) {
      snapshot_.notice = *notice;
      controller.on(NoticeChanged{*notice}, parts_.clock.monotonic_now());
    }
    controller.on(Tick{}, parts_.clock.monotonic_now());
    drive(controller);
    for (const GateHappening& happening : controller.drain()) note(happening);
    publish();
  }
  alive.end();
  return leave(controller);
}

/// Locked and dark; in an emergency released, for people may still be on their way out.
Status Terminal::leave(const GateController& controller) {
  GateOutputs last;
  last.lock_release = controller.state() == GateState::kEmergency;
  if (last.lock_release) parts_.gate_io.leave_released();
  return parts_.gate_io.apply(last);
}

// ---- the gate thread's three senses ------------------------------------------------------------------------------

void Terminal::sense(GateController& controller) {
  const auto inputs = parts_.gate_io.wait_inputs(kGateTick);
  if (!inputs) {
    if (!io_lost_) parts_.events.error("gate_io", inputs.error());
    io_lost_ = true;
    controller.on(FaultRaised{FaultSource::kGateIo}, parts_.clock.monotonic_now());
    std::this_thread::sleep_for(kPatienceWithFailures);
    return;
  }
  for (const GateInputEvent& event : *inputs) hear(controller, event);
}

void Terminal::hear(GateController& controller, const GateInputEvent& event) {
  parts_.events.input(event);
  if (event.input == GateInput::kFireAlarm) snapshot_.fire_alarm = event.active;
  controller.on(event, parts_.clock.monotonic_now());
}

void Terminal::tell(GateController& controller, const Report& report) {
  const MonotonicTime now = parts_.clock.monotonic_now();
  controller.on(RecognitionBeat{}, now);
  recording_over_ = report.source == Report::Source::kRecordingOver;
  const bool lost = report.source == Report::Source::kCameraLost;
  if (lost && !camera_lost_) controller.on(FaultRaised{FaultSource::kCamera}, now);
  if (!lost && camera_lost_) controller.on(FaultCleared{FaultSource::kCamera}, now);
  camera_lost_ = lost;
  if (report.source != Report::Source::kStarting)
    snapshot_.camera = lost ? TerminalSnapshot::Camera::kLost : TerminalSnapshot::Camera::kGood;

  const bool somebody = report.sighting.presence == Sighting::Presence::kSomebody;
  if (report.sighting.presence != presence_)
    controller.on(somebody ? GateEvent{ObservationStarted{}} : GateEvent{ObservationEnded{}}, now);
  presence_ = report.sighting.presence;
  const auto& decision = report.sighting.decision;
  if (!decision) return;
  if (class_of(decision->reason) != ReasonClass::kGuidance) snapshot_.last_decision_at = decision->captured_at;
  controller.on(*decision, now);
}

void Terminal::drive(GateController& controller) {
  const MonotonicTime now = parts_.clock.monotonic_now();
  const GateOutputs outputs = controller.outputs(now);
  if (!io_lost_ && applied_ == outputs) return;
  const Status applied = parts_.gate_io.apply(outputs);
  if (applied) {
    applied_ = outputs;
    parts_.events.outputs(controller.state(), outputs);
    if (std::exchange(io_lost_, false)) controller.on(FaultCleared{FaultSource::kGateIo}, now);
    return;
  }
  if (!io_lost_) parts_.events.error("gate_io", applied.error());
  io_lost_ = true;
  applied_.reset();  // the lines are in an unknown state: whatever comes next is written anew
  controller.on(FaultRaised{FaultSource::kGateIo}, now);
}

// ---- what others are told ----------------------------------------------------------------------------------------

void Terminal::note(const GateHappening& happening) {
  parts_.events.happening(happening);
  if (happening.kind == GateHappeningKind::kStateChanged) {
    snapshot_.state = happening.state;
    snapshot_.state_since = happening.at;
  }
  if (is_alarm(happening.kind)) snapshot_.alarm = happening.kind;
  if (happening.command == StaffCommand::kAcknowledge) snapshot_.alarm.reset();
  if (happening.fault == FaultSource::kHeartbeat)
    snapshot_.recognition = happening.kind == GateHappeningKind::kFaultRaised ? TerminalSnapshot::Recognition::kSilent
                                                                              : TerminalSnapshot::Recognition::kGood;
}

void Terminal::publish() {
  snapshot_.gate_io = io_lost_ ? TerminalSnapshot::GateLines::kLost : TerminalSnapshot::GateLines::kGood;
  if (published_ == snapshot_) return;
  published_ = snapshot_;
  snapshots_.put(snapshot_);
  if (parts_.screen != nullptr)
    parts_.screen->gate.put(
        {.state = snapshot_.state, .camera = snapshot_.camera, .lines = snapshot_.gate_io, .notice = snapshot_.notice});
}

void Terminal::show(const Sighting& sighting) {
  if (parts_.screen == nullptr) return;
  VisitorView visitor{.somebody = sighting.presence == Sighting::Presence::kSomebody,
                      .prompt = sighting.prompt,
                      .enrolment = sighting.enrolment};
  if (sighting.decision) visitor.reason = sighting.decision->reason;
  parts_.screen->visitor.put(visitor);
}

// ---- threads -----------------------------------------------------------------------------------------------------

Status Terminal::run(const std::stop_token& stop, const std::vector<GateInputEvent>& inputs) {
  std::stop_source over;  // ends the others when the gate thread is done, whatever ended it
  const std::stop_callback forward(stop, [&] { over.request_stop(); });
  std::jthread capture([&] { capture_loop(over.get_token()); });
  std::jthread recognition([&] { recognition_loop(over.get_token()); });
  std::jthread codes;
  if (parts_.codes != nullptr) codes = std::jthread([&] { codes_loop(over.get_token()); });
  const Status result = gate_loop(over.get_token(), inputs);
  over.request_stop();
  return result;
}

}  // namespace gate
