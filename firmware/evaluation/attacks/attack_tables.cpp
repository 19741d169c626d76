#include <algorithm>
#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string_view>

#include "attacks/attack_trials.h"

namespace gate {
namespace {

using Json = nlohmann::ordered_json;

std::string count(const Json& value) { return std::to_string(value.get<int>()); }

std::string labelled(std::string_view kind, std::string_view condition) {
  std::string text(kind);
  text += ", ";
  text += condition;
  return text;
}

std::string signs(const Json& row) {
  std::string text;
  for (const auto& [sign, number] : row["signs"].items())
    text += (text.empty() ? "" : ", ") + count(number) + ' ' + sign;
  return text;
}

std::string seconds(const Json& row) {
  if (!row.contains("seconds_median")) return "";
  std::array<char, 32> text{};
  (void)std::snprintf(text.data(), text.size(), "%.2f / %.2f s", row["seconds_median"].get<double>(),
                      row["seconds_max"].get<double>());
  return text.data();
}

ReportTable passive_table(const std::string& title) {
  return {title, {"presentation", "number", "live", "undecided", "attack", "seen by"}, {}, ""};
}

void add_passive(ReportTable& table, const std::string& name, const Json& row) {
  table.rows.push_back({name, count(row["presentations"]), count(row["live"]), count(row["undecided"]),
                        count(row["attack"]), signs(row)});
}

ReportTable recorded_passive_table(const Json& report) {
  ReportTable table = passive_table("Presentation attacks, looking on (passive), recorded");
  for (const auto& [part, kinds] : report["passive_recorded"].items())
    for (const auto& [kind, row] : kinds.items()) add_passive(table, labelled(kind, part), row);
  for (const auto& [condition, kinds] : report["passive_recorded_conditions_simulated"].items())
    for (const auto& [kind, row] : kinds.items()) add_passive(table, labelled(kind, condition), row);
  table.note = "APCER of a kind of attack is live by number, BPCER attack by number of the live ones; liveness net " +
               std::string(report["liveness_net"].get<bool>() ? "on" : "off");
  for (const auto& name : report["unreadable"]) table.note += "; not a picture or video: " + name.get<std::string>();
  return table;
}

ReportTable majority_table(const Json& report) {
  ReportTable table{
      "… by the majority of a video's windows", {"recording", "kind", "live", "attack", "windows", "majority"}, {}, ""};
  for (const auto& row : report["passive_majority"])
    table.rows.push_back(
        {row["file"], row["kind"], count(row["live"]), count(row["attack"]), count(row["windows"]), row["majority"]});
  return table;
}

ReportTable challenge_table(const Json& report) {
  ReportTable table{"Presentation attacks, head-turn challenge",
                    {"presentation", "number", "answered", "admitted", "no response", "median / longest", "why not"},
                    {},
                    "no response: nobody looked straight ahead, so that nothing was asked"};
  const auto add = [&table](const std::string& name, const Json& row) {
    table.rows.push_back({name, count(row["presentations"]), count(row["answered"]), count(row["admitted"]),
                          count(row["no_response"]), seconds(row), signs(row)});
  };
  for (const auto& [kind, row] : report["challenge_recorded_attacks"].items()) add("attack: " + kind, row);
  for (const auto& [name, row] : report["challenge_live"].items())
    if (name != "turns_found") add("live: " + name, row);
  if (report["simulated"].contains("kinds"))
    for (const auto& [kind, row] : report["simulated"]["kinds"].items()) add(kind, row["challenge"]);
  return table;
}

ReportTable simulated_passive_table(const Json& kinds) {
  ReportTable table = passive_table("Presentation attacks, looking on (passive), simulated");
  for (const auto& [kind, row] : kinds.items()) {
    add_passive(table, kind, row["passive"]);
    for (const char* by : {"by_light", "by_noise"})
      for (const auto& [name, part] : row[by].items()) add_passive(table, labelled(kind, name), part["passive"]);
  }
  return table;
}

}  // namespace

std::vector<ReportTable> attack_tables(const Json& report) {
  std::vector<ReportTable> tables{recorded_passive_table(report), majority_table(report), challenge_table(report)};
  if (report["simulated"].contains("kinds")) tables.push_back(simulated_passive_table(report["simulated"]["kinds"]));
  std::erase_if(tables, [](const ReportTable& table) { return table.rows.empty(); });
  return tables;
}

}  // namespace gate
