#include "terminal/event_stream.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "audit/event_log.h"
#include "common/iso_time.h"

namespace gate {
namespace {

using Json = nlohmann::json;

constexpr std::chrono::seconds kBeat{1};  // also when there is nothing to write

/// Microseconds are noise to a reader: two decimals of a millisecond.
double rounded(StepTimes::Milliseconds time) { return std::round(time.count() * 100) / 100; }

/// Four decimals: enough to set a threshold by, too little to rebuild anything from.
double rounded(Distance distance) { return std::round(static_cast<double>(distance.value) * 1e4) / 1e4; }

Json latency(const StepTimes& times) {
  return {{"wait", rounded(times.wait)},     {"detect", rounded(times.detect)}, {"assess", rounded(times.assess)},
          {"embed", rounded(times.embed)},   {"search", rounded(times.search)}, {"liveness", rounded(times.liveness)},
          {"verify", rounded(times.verify)}, {"total", rounded(times.total)}};
}

}  // namespace

EventStream::EventStream(std::FILE* file, EventLog* audit, const Clock& clock, Pulse pulse, Listener listener)
    : file_(file),
      audit_(audit),
      clock_(clock),
      pulse_(pulse),
      listener_(std::move(listener)),
      writer_([this](const std::stop_token& stop) { write_loop(stop); }) {}

EventStream::~EventStream() {
  writer_.request_stop();
  writer_.join();  // writes what is still queued
  if (file_ != nullptr && file_ != stdout) (void)std::fclose(file_);
}

Result<std::unique_ptr<EventStream>> EventStream::open(const std::string& target, EventLog* audit, const Clock& clock,
                                                       Pulse pulse, Listener listener) {
  std::FILE* file = nullptr;
  if (target == "-") {
    file = stdout;
  } else if (!target.empty()) {
    file = std::fopen(target.c_str(), "ae");
    if (file == nullptr) return fail(ErrorCode::kIo, "--events " + target + ": cannot be opened for writing");
  }
  return std::unique_ptr<EventStream>(new EventStream(file, audit, clock, pulse, std::move(listener)));
}

void EventStream::publish(std::string_view type, Json fields, const Json& for_the_stream, Audit audit) {
  fields["type"] = type;
  const WallTime now = clock_.wall_now();
  Json shown = fields;
  if (!shown.contains("at")) shown["at"] = iso_time(now);
  shown.update(for_the_stream);
  {
    const std::lock_guard lock(mutex_);
    if (queue_.size() >= kQueueCapacity) {
      ++dropped_;
      return;
    }
    queue_.push_back({now, std::move(shown), audit == Audit::kYes ? std::move(fields) : Json()});
  }
  filled_.notify_one();
}

void EventStream::write_loop(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested() || !queue_.empty()) {
    pulse_.beat();
    if (!filled_.wait_for(lock, stop, kBeat, [this] { return !queue_.empty(); })) continue;
    Line line = std::move(queue_.front());
    queue_.pop_front();
    if (dropped_ > 0) line.shown["dropped_before"] = std::exchange(dropped_, 0);
    lock.unlock();
    write(std::move(line));
    lock.lock();
  }
  pulse_.end();
}

void EventStream::write(Line line) {
  if (audit_ != nullptr && !line.audited.is_null()) {
    if (const Status kept = audit_->append(line.audited, line.at); !kept)
      line.shown["audit_error"] = kept.error().message;
  }
  if (file_ != nullptr) {
    const std::string text = line.shown.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
    (void)std::fwrite(text.data(), 1, text.size(), file_);
    (void)std::fflush(file_);  // readers follow the stream live
  }
  if (listener_) listener_(line.shown);
}

std::string EventStream::wall_time_of(MonotonicTime at) const {
  const auto ago = std::chrono::floor<std::chrono::milliseconds>(clock_.monotonic_now() - at);
  return iso_time(clock_.wall_now() - ago);
}

void EventStream::started(std::string_view version, std::string_view config) {
  publish("started", {{"version", version}}, {{"config", config}}, Audit::kYes);
}

void EventStream::gallery_loaded(std::size_t passes, std::size_t refused, const MatchLimits& limits) {
  publish("gallery_loaded", {{"gallery_size", passes}, {"refused", refused}, {"threshold", limits.threshold}},
          {{"threshold_provenance", limits.provenance}}, Audit::kYes);
}

void EventStream::prompt(const ChallengePrompt& prompt) {
  publish("prompt", {{"ask", to_string(prompt.ask)}, {"step", prompt.step}, {"steps", prompt.steps}}, Json::object(),
          Audit::kNo);
}

void EventStream::gallery_too_large(const std::string& advice) {
  publish("gallery_too_large", {{"advice", advice}}, Json::object(), Audit::kYes);
}

void EventStream::pass_refused(const PassId& pass, std::string_view reason) {
  publish("pass_refused", {{"pass", to_string(pass)}, {"reason", reason}}, Json::object(), Audit::kYes);
}

void EventStream::certificate_bound_twice(const PassId& pass, const PassId& other) {
  publish("certificate_bound_twice", {{"pass", to_string(pass)}, {"other_pass", to_string(other)}}, Json::object(),
          Audit::kYes);
}

void EventStream::trust_stale(const TrustAges::Age& age) {
  publish("trust_stale", {{"kind", age.kind}, {"age_days", age.age.count()}, {"refuses", age.refuses}}, Json::object(),
          Audit::kYes);
}

void EventStream::decision(const Decision& decision, const StepTimes& times) {
  Json fields{{"verdict", decision.verdict == Verdict::kAdmit ? "admit" : "refuse"},
              {"reason", to_string(decision.reason)},
              {"captured_at", wall_time_of(decision.captured_at)},
              {"latency_ms", latency(times)}};
  if (!decision.rule.empty()) fields["rule"] = decision.rule;
  if (decision.pass) fields["pass"] = to_string(*decision.pass);
  if (decision.distance) fields["distance"] = rounded(*decision.distance);
  if (decision.comparison) fields["mode"] = to_string(*decision.comparison);
  if (decision.runner_up) fields["runner_up"] = rounded(*decision.runner_up);
  // Guidance ("come closer") is for the screen; the audit log keeps decisions about somebody.
  const bool guidance = class_of(decision.reason) == ReasonClass::kGuidance;
  publish("decision", std::move(fields), Json::object(), guidance ? Audit::kNo : Audit::kYes);
}

void EventStream::happening(const GateHappening& happening) {
  Json fields{
      {"action", to_string(happening.kind)}, {"state", to_string(happening.state)}, {"at", wall_time_of(happening.at)}};
  if (happening.from) fields["from"] = to_string(*happening.from);
  if (happening.cause) fields["cause"] = to_string(*happening.cause);
  if (happening.pass) fields["pass"] = to_string(*happening.pass);
  if (happening.fault) fields["device"] = to_string(*happening.fault);
  if (happening.command) fields["command"] = to_string(*happening.command);
  const bool coming_and_going = happening.kind == GateHappeningKind::kStateChanged;
  publish("gate", std::move(fields), Json::object(), coming_and_going ? Audit::kNo : Audit::kYes);
}

void EventStream::notice(NoticeKind kind) {
  publish("notice", {{"kind", to_string(kind)}}, Json::object(), Audit::kYes);
}

void EventStream::outputs(GateState state, const GateOutputs& outputs) {
  publish("outputs", {{"state", to_string(state)}},
          {{to_string(GateOutput::kLockRelease), outputs.lock_release},
           {to_string(GateOutput::kRedLamp), outputs.red_lamp},
           {to_string(GateOutput::kGreenLamp), outputs.green_lamp},
           {to_string(GateOutput::kAmberLamp), outputs.amber_lamp},
           {to_string(GateOutput::kBuzzer), outputs.buzzer}},
          Audit::kNo);
}

void EventStream::input(const GateInputEvent& event) {
  publish("input", {{"input", to_string(event.input)}, {"active", event.active}}, Json::object(), Audit::kYes);
}

void EventStream::staff_action(const StaffAction& done) {
  Json fields{{"role", done.role}, {"action", done.action}, {"result", done.result}};
  if (done.pass) fields["pass"] = to_string(*done.pass);
  publish("staff_action", std::move(fields), Json::object(), Audit::kYes);
}

void EventStream::enrolment(const EnrolmentState& state) {
  Json fields{{"step", to_string(state.step)}};
  if (!state.refusal.empty()) fields["reason"] = state.refusal;
  if (state.pass) fields["pass"] = to_string(*state.pass);
  // Asking for the mask to go is for the screen.
  const bool guidance = state.step == EnrolmentStep::kTakeMaskOff;
  publish("enrolment", std::move(fields), Json::object(), guidance ? Audit::kNo : Audit::kYes);
}

void EventStream::error(std::string_view device, const Error& error) {
  publish("error", {{"device", device}, {"code", to_string(error.code)}}, {{"message", error.message}}, Audit::kYes);
}

void EventStream::stopped() { publish("stopped", Json::object(), Json::object(), Audit::kYes); }

}  // namespace gate
