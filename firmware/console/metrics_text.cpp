#include "console/metrics_text.h"

#include <fmt/format.h>

#include "access/gate_state.h"

namespace gate {
namespace {

/// Writes families one after the other; each sample belongs to the family last begun.
class Exposition {
 public:
  void family(std::string_view name, std::string_view type, std::string_view help) {
    name_ = fmt::format("gate_terminal_{}", name);
    text_ += fmt::format("# HELP {0} {1}\n# TYPE {0} {2}\n", name_, help, type);
  }
  template <class T>
  void sample(const std::string& labels, T value, std::string_view suffix = "") {
    text_ += fmt::format("{}{}{} {}\n", name_, suffix, labels.empty() ? "" : "{" + labels + "}", value);
  }
  template <class T>
  void one(std::string_view name, std::string_view type, std::string_view help, T value) {
    family(name, type, help);
    sample("", value);
  }
  void histogram(const std::string& label, const LatencyHistogram& histogram) {
    const std::string more = label.empty() ? "" : label + ",";
    for (std::size_t i = 0; i < histogram.at_most.size(); ++i)
      sample(fmt::format("{}le=\"{}\"", more, LatencyHistogram::kBoundsSeconds[i]), histogram.at_most[i], "_bucket");
    sample(more + "le=\"+Inf\"", histogram.count, "_bucket");
    sample(label, histogram.sum_seconds, "_sum");
    sample(label, histogram.count, "_count");
  }
  std::string text() && { return std::move(text_); }

 private:
  std::string name_, text_;
};

/// A label with its value quoted: backslash, quote and line end are escaped.
std::string label(std::string_view name, std::string_view value) {
  std::string quoted;
  for (const char c : value) {
    if (c == '\\' || c == '"') quoted += '\\';
    if (c == '\n')
      quoted += "\\n";
    else
      quoted += c;
  }
  return fmt::format("{}=\"{}\"", name, quoted);
}

void counts(Exposition& out, std::string_view name, std::string_view help, std::string_view by,
            const Tally::Counts& counts) {
  out.family(name, "counter", help);
  for (const auto& [value, count] : counts) out.sample(label(by, value), count);
}

void about_decisions(Exposition& out, const Tally& tally) {
  out.family("decisions_total", "counter", "Decisions by verdict and reason, guidance to visitors among them.");
  for (const auto& [key, count] : tally.decisions)
    out.sample(label("verdict", key.first) + "," + label("reason", key.second), count);
  out.family("decision_latency_seconds", "histogram", "From captured frame to decision.");
  const auto total = tally.steps.find("total");
  out.histogram("", total == tally.steps.end() ? LatencyHistogram{} : total->second);
  out.family("decision_step_seconds", "histogram", "Steps of the deciding frame.");
  for (const auto& [step, histogram] : tally.steps)
    if (step != "total") out.histogram(label("step", step), histogram);
}

void about_gate(Exposition& out, const TerminalView& view) {
  const Tally& tally = view.tally;
  out.family("gate_state", "gauge", "1 for the state the gate is in.");
  for (const GateState state : kGateStates)
    out.sample(label("state", to_string(state)), state == view.snapshot.state ? 1 : 0);
  counts(out, "openings_total", "Openings by what caused them.", "cause", tally.openings);
  counts(out, "gate_happenings_total", "What happened at the gate.", "action", tally.happenings);
  out.one("alarm", "gauge", "1 while an alarm is not acknowledged.", view.snapshot.alarm ? 1 : 0);
  out.family("staff_actions_total", "counter", "What was asked for at the console.");
  for (const auto& [key, count] : tally.staff_actions)
    out.sample(label("action", key.first) + "," + label("result", key.second), count);
}

void about_health(Exposition& out, const TerminalView& view) {
  out.family("part_health", "gauge", "Parts of the terminal: 0 good, 1 somebody should look, 2 failed.");
  for (const PartHealth& part : health_of(view)) out.sample(label("part", part.part), static_cast<int>(part.health));
  counts(out, "errors_total", "Errors by device.", "device", view.tally.errors);
  out.one("frames_total", "counter", "Frames that recognition has looked at.", view.facts.frames);
  out.one("passes", "gauge", "Passes that can be recognised.", view.facts.passes);
  out.one("trust_lists", "gauge", "Lists of signers and revocations believed.", view.facts.trust_lists);
  out.family("trust_list_age_seconds", "gauge", "Age of the newest list of each kind, in whole days.");
  for (const TrustAges::Age& age : view.facts.trust_ages)
    out.sample(label("kind", age.kind), std::chrono::seconds{age.age}.count());
  out.family("temperature_celsius", "gauge", "Of the board's thermal zones.");
  for (const auto& [zone, degrees] : view.temperatures_c) out.sample(label("zone", zone), degrees);
}

}  // namespace

std::string metrics_text(const TerminalView& view) {
  Exposition out;
  out.family("info", "gauge", "Always 1.");
  out.sample(label("version", view.tally.version), 1);
  const auto started = std::chrono::duration<double>(view.started.time_since_epoch()).count();
  out.one("start_time_seconds", "gauge", "When the program started, since 1970; its changes are restarts.", started);
  about_decisions(out, view.tally);
  about_gate(out, view);
  about_health(out, view);
  out.one("dropped_events_total", "counter", "Lines lost to a slow disk or reader.", view.tally.dropped_events);
  out.one("audit_failures_total", "counter", "Lines that are not in the audit log.", view.tally.audit_failures);
  out.one("console_sessions", "gauge", "Logins now.", view.sessions);
  out.one("console_streams", "gauge", "Pages that watch now.", view.streams);
  return std::move(out).text();
}

}  // namespace gate
