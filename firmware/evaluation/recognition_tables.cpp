#include <algorithm>
#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "evaluation/report_tables.h"

namespace gate {
namespace {

using Json = nlohmann::ordered_json;

std::string count(const Json& value) { return std::to_string(value.get<std::size_t>()); }
std::string rate(const Json& value) { return percent(value.get<double>()); }
std::string distance(const Json& value) {
  if (value.get<double>() > 100) return "any";  // the caps alone keep the rate
  std::array<char, 32> text{};
  (void)std::snprintf(text.data(), text.size(), "%.3f", value.get<double>());
  return text.data();
}

std::string refusals(const Json& refused) {
  std::string text;
  for (const auto& [issue, number] : refused.items()) text += (text.empty() ? "" : ", ") + count(number) + ' ' + issue;
  return text;
}

ReportTable acquisition_table(const Json& report) {
  ReportTable table{"Acquisition", {"pictures", "number", "with a face", "good", "refused for quality"}, {}, ""};
  const auto add = [&](const std::string& kind, const Json& row) {
    table.rows.push_back(
        {kind, count(row["pictures"]), count(row["with_face"]), count(row["good"]), refusals(row["refused"])});
  };
  add("persons", report["acquisition"]);
  for (const auto& [kind, row] : report["distractors"].items()) add(kind, row);
  table.note = "failure to acquire: " + rate(report["failure_to_acquire_rate"]);
  return table;
}

void add_verification(ReportTable& table, const std::string& name, const std::string& what, const Json& rows) {
  std::vector<std::string> cells{name, what, count(rows["mated"]), count(rows["non_mated"])};
  for (const Json& row : rows["fnmr_at_fmr"])
    cells.push_back(rate(row["fnmr"]) + "  (" + distance(row["threshold"]) + ")");
  table.rows.push_back(std::move(cells));
}

ReportTable verification_table(const Json& contenders) {
  ReportTable table{"Verification: FNMR at FMR (distance)",
                    {"net", "trials", "mated", "non-mated", "1 %", "0.1 %", "0.01 %"},
                    {},
                    ""};
  for (const Json& contender : contenders) {
    const std::string name = contender["name"];
    if (contender.contains("pairs_csv")) add_verification(table, name, "pairs.csv, 1 + 1", contender["pairs_csv"]);
    add_verification(table, name, "all pairs, 1 + 1", contender["all_pairs"]);
    add_verification(table, name, "all pairs, 1 + 3 frames", contender["all_pairs_3_frames"]);
  }
  return table;
}

ReportTable open_set_table(const Json& contenders) {
  ReportTable table{"Open-set identification: FNIR at FPIR [where 95 % of the draws lie]",
                    {"net", "enrolled + frames", "margin", "gallery", "1 %", "0.3 %", "0.1 %"},
                    {},
                    ""};
  for (const Json& contender : contenders) {
    for (const Json& row : contender["open_set"]) {
      std::vector<std::string> cells{contender["name"], count(row["enrolled"]) + " + " + count(row["frames"]),
                                     row["runner_up_margin"] ? "yes" : "no", count(row["gallery"])};
      for (const Json& at : row["fnir_at_fpir"])
        cells.push_back(rate(at["fnir"]) + "  [" + rate(at["low95"]) + ", " + rate(at["high95"]) + "]");
      table.rows.push_back(std::move(cells));
    }
  }
  if (!contenders.empty())
    table.note = count(contenders[0]["open_set"][0]["searches_of_strangers"]) +
                 " searches of strangers at 1 + 1; margin: with the runner-up in the score";
  return table;
}

ReportTable gate_table(const Json& contenders) {
  ReportTable table{
      "At the terminal's limits (at most 0.1 % of strangers asked for)",
      {"net", "enrolled + frames", "distance", "strangers admitted", "visitors refused", "taken for another"},
      {},
      ""};
  for (const Json& contender : contenders) {
    for (const Json& row : contender["at_the_gate"]) {
      if (row.contains("error")) continue;
      table.rows.push_back(
          {contender["name"], count(row["enrolled"]) + " + " + count(row["frames"]), distance(row["threshold"]),
           count(row["strangers_admitted"]) + " of " + count(row["strangers"]),
           count(row["visitors_refused"]) + " of " + count(row["visitors"]), count(row["taken_for_another"])});
      table.note = "curve: " + row["curve"].get<std::string>();
    }
  }
  return table;
}

ReportTable group_table(const Json& contenders) {
  ReportTable table{"Groups: at the distance where all pairs together have an FMR of 0.1 %",
                    {"net", "group", "people", "non-mated", "FMR", "FNMR"},
                    {},
                    "worst first; groups of fewer than 500 comparisons are left out"};
  for (const Json& contender : contenders)
    for (const Json& row : contender["groups"])
      table.rows.push_back({contender["name"], row["group"], count(row["people"]), count(row["non_mated"]),
                            rate(row["fmr"]), rate(row["fnmr"])});
  return table;
}

ReportTable quantisation_table(const Json& json) {
  ReportTable table{"Templates as in QR passes, pairs.csv", {"FMR", "distance", "decisions changed"}, {}, ""};
  for (const Json& row : json["at_fmr"])
    table.rows.push_back({rate(row["fmr"]), distance(row["threshold"]), count(row["changed_decisions"])});
  table.note =
      count(json["comparisons"]) + " comparisons; distances differ by at most " + distance(json["largest_error"]);
  return table;
}

}  // namespace

std::vector<ReportTable> recognition_tables(const Json& report) {
  const Json& contenders = report["recognition"];
  std::vector<ReportTable> tables{acquisition_table(report), verification_table(contenders), open_set_table(contenders),
                                  gate_table(contenders), group_table(contenders)};
  if (report.contains("quantisation")) tables.push_back(quantisation_table(report["quantisation"]));
  return tables;
}

}  // namespace gate
