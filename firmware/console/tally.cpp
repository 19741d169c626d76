#include "console/tally.h"

#include <algorithm>
#include <initializer_list>

#include "access/reason.h"

namespace gate {
namespace {

using Json = nlohmann::json;

std::string text_of(const Json& line, const char* field) {
  const auto found = line.find(field);
  return found != line.end() && found->is_string() ? found->get<std::string>() : "";
}

/// One more of this name; names past the cap count as one.
template <class Key>
void add_one(std::map<Key, std::uint64_t>& counts, const Key& key, const Key& others) {
  const bool room = counts.size() < Tally::kMostNames || counts.contains(key);
  ++counts[room ? key : others];
}
void add_one(Tally::Counts& counts, const std::string& name) { add_one(counts, name, std::string("others")); }

void keep(std::deque<Json>& last, const Json& line, std::initializer_list<const char*> fields) {
  Json kept = Json::object();
  for (const char* field : fields)
    if (const auto found = line.find(field); found != line.end()) kept[field] = *found;
  last.push_front(std::move(kept));
  if (last.size() > Tally::kLast) last.pop_back();
}

}  // namespace

bool is_guidance(const std::string& reason) {
  for (int value = 0; value <= static_cast<int>(Reason::kNotLive); ++value)
    if (class_of(Reason{value}) == ReasonClass::kGuidance && to_string(Reason{value}) == reason) return true;
  return false;
}

void LatencyHistogram::add(double seconds) {
  for (std::size_t i = 0; i < kBoundsSeconds.size(); ++i)
    if (seconds <= kBoundsSeconds[i]) ++at_most[i];
  ++count;
  sum_seconds += seconds;
}

void Tally::count(const Json& line, WallTime now) {
  if (const auto dropped = line.find("dropped_before"); dropped != line.end())
    dropped_events += dropped->get<std::uint64_t>();
  if (line.contains("audit_error")) ++audit_failures;
  const std::string type = text_of(line, "type");
  if (type == "decision") return count_decision(line, now);
  if (type == "gate") return count_gate(line);
  if (type == "staff_action") return count_staff_action(line);
  if (type == "error") {
    add_one(errors, text_of(line, "device"));
    keep(last_errors, line, {"at", "device", "code", "message"});
  }
  if (type == "started") version = text_of(line, "version");
  if (type == "notice") notice = {{"kind", text_of(line, "kind")}, {"at", text_of(line, "at")}};
}

Tally::Minute& Tally::minute_of(WallTime now) {
  const std::int64_t minute = std::chrono::floor<std::chrono::minutes>(now.time_since_epoch()).count();
  if (minutes.empty() || minutes.back().minute != minute) minutes.push_back({.minute = minute});
  if (minutes.size() > kMinutes) minutes.pop_front();
  return minutes.back();
}

void Tally::count_decision(const Json& line, WallTime now) {
  const std::string verdict = text_of(line, "verdict");
  const std::string reason = text_of(line, "reason");
  add_one(decisions, {verdict, reason}, {"refuse", "others"});
  if (const auto steps_ms = line.find("latency_ms"); steps_ms != line.end() && steps_ms->is_object()) {
    for (const auto& [step, value] : steps_ms->items())
      if (steps.size() < kMostNames) steps[step].add(value.get<double>() / 1000);
  }
  if (is_guidance(reason)) return;
  ++(verdict == "admit" ? minute_of(now).admitted : minute_of(now).refused);
  keep(last_decisions, line, {"at", "verdict", "reason", "rule", "pass"});
}

void Tally::count_gate(const Json& line) {
  const std::string action = text_of(line, "action");
  add_one(happenings, action);
  if (action == "opened") add_one(openings, text_of(line, "cause"));
}

void Tally::count_staff_action(const Json& line) {
  add_one(staff_actions, {text_of(line, "action"), text_of(line, "result")}, {"others", "others"});
  keep(last_actions, line, {"at", "role", "action", "result", "pass"});
}

}  // namespace gate
