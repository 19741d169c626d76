#include "gatectl/attack_trials.h"

#include <iomanip>
#include <iostream>
#include <nlohmann/json.hpp>

#include "gatectl/recorded_trials.h"
#include "gatectl/simulated_trials.h"

namespace gate {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

Result<Json> attack_report(const fs::path& data, LivenessBench& bench, TrialAmount amount,
                           const std::function<void(const std::string&)>& progress) {
  auto recorded = recorded_report(data, bench, amount, progress);
  if (!recorded) return recorded;
  auto simulated = simulated_report(data, bench, amount, progress);
  if (!simulated) return simulated;
  Json report{{"standard", "terms of ISO/IEC 30107-3; no claim of conformance"}, {"liveness_net", bench.has_net()}};
  report.update(*recorded);
  report["simulated"] = *std::move(simulated);
  return report;
}

namespace {

void print_passive(const std::string& name, const Json& row) {
  std::cout << "  " << std::left << std::setw(26) << name << std::right << std::setw(5)
            << row["presentations"].get<int>() << std::setw(7) << row["live"].get<int>() << std::setw(11)
            << row["undecided"].get<int>() << std::setw(8) << row["attack"].get<int>() << "  ";
  for (const auto& [sign, count] : row["signs"].items()) std::cout << sign << ' ' << count << ' ';
  std::cout << '\n';
}

void print_challenge(const std::string& name, const Json& row) {
  std::cout << "  " << std::left << std::setw(38) << name << std::right << std::setw(5)
            << row["presentations"].get<int>() << std::setw(10) << row["answered"].get<int>() << std::setw(10)
            << row["admitted"].get<int>() << std::setw(12) << row["no_response"].get<int>();
  if (row.contains("seconds_median"))
    std::cout << "  " << std::setprecision(3) << row["seconds_median"].get<double>() << " / "
              << row["seconds_max"].get<double>() << " s";
  std::cout << "  ";
  for (const auto& [sign, count] : row["signs"].items()) std::cout << sign << ' ' << count << ' ';
  std::cout << '\n';
}

constexpr const char* kPassiveHead = "                              n   live  undecided  attack  seen by\n";
constexpr const char* kChallengeHead =
    "                                           n  answered  admitted no response  median / longest, why not\n";

}  // namespace

void print_attack_report(const Json& report) {
  std::cout << "Presentation attacks, liveness net " << (report["liveness_net"].get<bool>() ? "on" : "off")
            << ". APCER is live by n of an attack kind, BPCER attack by n of live.\n\nPassive, recorded\n"
            << kPassiveHead;
  for (const auto& [part, kinds] : report["passive_recorded"].items())
    for (const auto& [kind, row] : kinds.items()) print_passive(kind + " (" + part + ")", row);
  for (const auto& [condition, kinds] : report["passive_recorded_conditions_simulated"].items())
    for (const auto& [kind, row] : kinds.items()) print_passive(kind + ", " + condition, row);
  for (const auto& name : report["unreadable"])
    std::cout << "  not a picture or video: " << name.get<std::string>() << '\n';
  std::cout << "\nMajority of each video's windows\n";
  for (const auto& row : report["passive_majority"])
    std::cout << "  " << std::left << std::setw(30) << row["file"].get<std::string>() << std::setw(8)
              << row["kind"].get<std::string>() << std::right << std::setw(4) << row["live"].get<int>() << " live"
              << std::setw(4) << row["attack"].get<int>() << " attack of" << std::setw(4) << row["windows"].get<int>()
              << ": " << row["majority"].get<std::string>() << '\n';
  std::cout << "\nChallenge\n" << kChallengeHead;
  for (const auto& [kind, row] : report["challenge_recorded_attacks"].items()) print_challenge("attack: " + kind, row);
  for (const auto& [name, row] : report["challenge_live"].items())
    if (name != "turns_found") print_challenge("live: " + name, row);
  if (!report["simulated"].contains("kinds")) return;
  const Json& kinds = report["simulated"]["kinds"];
  for (const auto& [kind, row] : kinds.items()) print_challenge(kind, row["challenge"]);
  std::cout << "\nPassive, simulated\n" << kPassiveHead;
  for (const auto& [kind, row] : kinds.items()) {
    print_passive(kind, row["passive"]);
    for (const char* by : {"by_light", "by_noise"})
      for (const auto& [name, part] : row[by].items()) print_passive("  " + name, part["passive"]);
  }
}

}  // namespace gate
