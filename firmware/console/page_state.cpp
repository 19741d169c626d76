#include "console/page_state.h"

#include "common/iso_time.h"

namespace gate {
namespace {

using Json = nlohmann::json;

std::string_view name_of(PartHealth::Health health) {
  switch (health) {
    case PartHealth::Health::kGood: return "good";
    case PartHealth::Health::kWarning: return "warning";
    case PartHealth::Health::kFailed: return "failed";
  }
  return "failed";
}

Json health_list(const TerminalView& view) {
  Json list = Json::array();
  for (const PartHealth& part : health_of(view)) {
    Json entry{{"part", part.part}, {"code", part.code}, {"health", name_of(part.health)}};
    if (part.days) entry["days"] = *part.days;
    list.push_back(std::move(entry));
  }
  return list;
}

/// Sixty entries, the last one now; a minute nothing happened in is zeros.
Json minutes_of(const TerminalView& view) {
  const std::int64_t now = std::chrono::floor<std::chrono::minutes>(view.now.time_since_epoch()).count();
  Json admitted = Json::array(), refused = Json::array();
  for (std::int64_t minute = now - static_cast<std::int64_t>(Tally::kMinutes) + 1; minute <= now; ++minute) {
    Tally::Minute found;
    for (const Tally::Minute& known : view.tally.minutes)
      if (known.minute == minute) found = known;
    admitted.push_back(found.admitted);
    refused.push_back(found.refused);
  }
  return {{"admitted", std::move(admitted)}, {"refused", std::move(refused)}};
}

/// Refusals about somebody, by reason; guidance is no refusal to count.
Json counters_of(const Tally& tally) {
  std::uint64_t admitted = 0, refused = 0;
  Json refusals = Json::object();
  for (const auto& [key, count] : tally.decisions) {
    const auto& [verdict, reason] = key;
    if (verdict == "admit") admitted += count;
    if (verdict == "admit" || is_guidance(reason)) continue;
    refused += count;
    refusals[reason] = count;
  }
  const auto passed = tally.happenings.find("passed");
  return {{"admitted", admitted},
          {"refused", refused},
          {"refusals", std::move(refusals)},
          {"passed", passed == tally.happenings.end() ? 0 : passed->second}};
}

Json update_of(const std::optional<DeviceFacts::Update>& update) {
  if (!update) return nullptr;
  return {{"version", update->version},
          {"slot", update->slot},
          {"stage", to_string(update->stage)},
          {"installed_at", update->installed_at ? Json(iso_time(*update->installed_at)) : Json(nullptr)}};
}

Json device_of(const std::optional<DeviceFacts>& device) {
  if (!device) return nullptr;
  return {{"version", device->version},          {"slot", device->slot},   {"restart_asked", device->restart_asked},
          {"update", update_of(device->update)}, {"floor", device->floor}, {"last_report", device->last_report}};
}

}  // namespace

Json page_state(const TerminalView& view) {
  const Tally& tally = view.tally;
  return {{"version", tally.version},
          {"started_at", iso_time(view.started)},
          {"gate",
           {{"state", to_string(view.snapshot.state)},
            {"in_state_s", view.in_state.count()},
            {"alarm", view.snapshot.alarm ? Json(to_string(*view.snapshot.alarm)) : Json(nullptr)},
            {"fire_alarm", view.snapshot.fire_alarm}}},
          {"enrolment",
           {{"step", to_string(view.enrolment.step)},
            {"reason", view.enrolment.refusal},
            {"initial", view.enrolment.initial},
            {"birth_year", view.enrolment.birth_year},
            {"comparison", view.enrolment.comparison}}},
          {"health", health_list(view)},
          {"counters", counters_of(tally)},
          {"minutes", minutes_of(view)},
          {"decisions", tally.last_decisions},
          {"actions", tally.last_actions},
          {"errors", tally.last_errors},
          {"notice", tally.notice},
          {"volume", view.facts.volume ? Json(*view.facts.volume) : Json(nullptr)},
          {"languages", view.facts.languages},
          {"device", device_of(view.facts.device)},
          {"passes", view.facts.passes},
          {"trust_lists", view.facts.trust_lists}};
}

}  // namespace gate
