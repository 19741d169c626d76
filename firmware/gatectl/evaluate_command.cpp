// gatectl evaluate: error rates over a collection of pictures, in the terms of ISO/IEC 19795-1, and the curve from
// which thresholds are chosen.
#include <unistd.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "gatectl/face_collection.h"
#include "gatectl/face_trials.h"
#include "gatectl/quantisation_trials.h"
#include "gatectl/subcommands.h"
#include "vision/model_store.h"

namespace gate {
namespace {

using Json = nlohmann::ordered_json;

struct Options {
  std::filesystem::path data;
  std::filesystem::path models = default_models_dir();
  std::filesystem::path curve_out;
  std::string source;
  bool json = false;
};

constexpr FusedCounts kCurveCounts{.enrolled = 1, .frames = 3};  // the terminal's default; more enrolled only helps

Json verification(const Trials& trials) {
  Json at_rate = Json::array();
  for (const double fmr : {1e-2, 1e-3, 1e-4}) {
    const float threshold = threshold_at(trials, fmr);
    at_rate.push_back({{"fmr", fmr}, {"threshold", threshold}, {"fnmr", false_refusals(trials, threshold)}});
  }
  Json at_threshold = Json::array();
  for (const float threshold : {0.6F, 0.5F, 0.45F})
    at_threshold.push_back({{"threshold", threshold},
                            {"fmr", false_accepts(trials, threshold)},
                            {"fnmr", false_refusals(trials, threshold)}});
  return {{"mated", trials.mated.size()},
          {"non_mated", trials.non_mated.size()},
          {"fnmr_at_fmr", std::move(at_rate)},
          {"at_threshold", std::move(at_threshold)}};
}

Json open_set(const FaceCollection& collection) {
  Json rows = Json::array();
  for (const FusedCounts fused : {FusedCounts{1, 1}, FusedCounts{1, 3}, FusedCounts{3, 3}}) {
    for (const float weight : {0.0F, 0.5F}) {
      const OpenSet found = open_set_trials(collection, fused, weight);
      const auto fnir = [&](double fpir) { return false_refusals(found.trials, threshold_at(found.trials, fpir)); };
      rows.push_back({{"enrolled", fused.enrolled},
                      {"frames", fused.frames},
                      {"runner_up_margin", weight > 0},
                      {"gallery", found.gallery},
                      {"mated", found.trials.mated.size()},
                      {"non_mated", found.trials.non_mated.size()},
                      {"fnir_at_fpir_0.01", fnir(0.01)},
                      {"fnir_at_fpir_0.001", fnir(0.001)}});
    }
  }
  return rows;
}

/// How many pictures, how many with a face, how many whose face is good, and why the others' is not.
Json acquisition(const std::vector<EvaluatedPicture>& pictures) {
  std::size_t with_face = 0;
  std::size_t good = 0;
  std::map<std::string, int> refused;
  for (const auto& picture : pictures) {
    if (!picture.quality) continue;
    ++with_face;
    picture.quality->issue ? void(++refused[std::string(to_string(*picture.quality->issue))]) : void(++good);
  }
  return {{"pictures", pictures.size()}, {"with_face", with_face}, {"good", good}, {"refused", refused}};
}

std::size_t identities(const FaceCollection& collection) {
  std::set<std::string> all;
  for (const auto& picture : collection.persons) all.insert(picture.identity);
  return all.size();
}

/// The curve's loosest threshold at a rate: the curve steps in hundredths.
float curve_threshold(const Trials& trials, double fmr) { return std::floor(threshold_at(trials, fmr) * 100) / 100; }

/// What quantising templates for QR passes does to pairs.csv, at the thresholds the stored curve has.
Json quantisation(const FaceCollection& collection) {
  const auto comparisons = quantised_comparisons(collection);
  const Trials curve = cross_trials(collection, kCurveCounts);
  Json rows = Json::array();
  for (const double fmr : {1e-2, 1e-3, 1e-4}) {
    const float threshold = curve_threshold(curve, fmr);
    rows.push_back(
        {{"fmr", fmr}, {"threshold", threshold}, {"changed_decisions", changed_decisions(comparisons, threshold)}});
  }
  return {
      {"comparisons", comparisons.size()}, {"largest_error", largest_error(comparisons)}, {"at_fmr", std::move(rows)}};
}

Json report(const FaceCollection& collection) {
  Json persons = acquisition(collection.persons);
  const auto missed = persons["pictures"].get<double>() - persons["with_face"].get<double>();
  Json distractors = Json::object();
  for (const auto& [kind, pictures] : collection.distractors) distractors[kind] = acquisition(pictures);
  return {{"model", collection.model},
          {"persons", identities(collection)},
          {"acquisition", persons},
          {"failure_to_acquire_rate", missed / persons["pictures"].get<double>()},
          {"pairs_csv", verification(pair_trials(collection))},
          {"all_pairs", verification(cross_trials(collection, {1, 1}))},
          {"all_pairs_3_frames", verification(cross_trials(collection, kCurveCounts))},
          {"open_set", open_set(collection)},
          {"quantisation", quantisation(collection)},
          {"distractors", std::move(distractors)}};
}

std::string today() {
  const auto now = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  const std::chrono::year_month_day date(now);
  std::ostringstream text;
  text << std::setfill('0') << static_cast<int>(date.year()) << '-' << std::setw(2)
       << static_cast<unsigned>(date.month()) << '-' << std::setw(2) << static_cast<unsigned>(date.day());
  return text.str();
}

Json curve_points(const Trials& trials) {
  Json points = Json::array();
  for (int hundredths = 30; hundredths <= 65; ++hundredths) {
    const float score = static_cast<float>(hundredths) / 100;
    const double fmr = false_accepts(trials, score);
    const auto events = std::llround(fmr * static_cast<double>(trials.non_mated.size()));
    points.push_back({{"score", hundredths / 100.0},
                      {"fmr", fmr},
                      {"fmr_upper95", upper_bound95(events, trials.non_mated.size())},
                      {"fnmr", false_refusals(trials, score)}});
  }
  return points;
}

/// In the format of config/curve.schema.json.
Json curve(const FaceCollection& collection, const Options& options) {
  const Trials trials = cross_trials(collection, kCurveCounts);
  return {{"$schema", "../curve.schema.json"},
          {"model", collection.model},
          {"enrolled_samples", kCurveCounts.enrolled},
          {"fused_frames", kCurveCounts.frames},
          {"impostor_trials", trials.non_mated.size()},
          {"genuine_trials", trials.mated.size()},
          {"source", options.source.empty() ? std::to_string(collection.persons.size()) + " photographs of " +
                                                  std::to_string(identities(collection)) + " people"
                                            : options.source},
          {"command", "gatectl evaluate --data DIR --curve-out FILE"},
          {"measured_on", today()},
          {"points", curve_points(trials)}};
}

std::string percent(const Json& rate) {
  std::ostringstream text;
  text << std::setprecision(3) << rate.get<double>() * 100 << " %";
  return text.str();
}

void print_verification(const char* title, const Json& json) {
  std::cout << '\n' << title << ": " << json["mated"] << " mated, " << json["non_mated"] << " non-mated comparisons\n";
  for (const auto& row : json["fnmr_at_fmr"])
    std::cout << "  FMR " << std::setw(7) << percent(row["fmr"]) << "  FNMR " << std::setw(8) << percent(row["fnmr"])
              << "  (distance " << std::setprecision(3) << row["threshold"].get<float>() << ")\n";
  for (const auto& row : json["at_threshold"])
    std::cout << "  distance " << row["threshold"].get<float>() << "  FMR " << percent(row["fmr"]) << "  FNMR "
              << percent(row["fnmr"]) << '\n';
}

void print_acquisition(const std::string& title, const Json& json) {
  std::cout << "  " << std::left << std::setw(10) << title << std::right << std::setw(5) << json["pictures"].get<int>()
            << " pictures, " << std::setw(4) << json["with_face"].get<int>() << " with a face, " << std::setw(4)
            << json["good"].get<int>() << " good";
  for (const auto& [issue, count] : json["refused"].items()) std::cout << ", " << count << ' ' << issue;
  std::cout << '\n';
}

void print_quantisation(const Json& json) {
  std::cout << "\nTemplates as in QR passes, pairs.csv: " << json["comparisons"]
            << " comparisons, distances differ by at most " << std::setprecision(2)
            << json["largest_error"].get<double>() << '\n';
  for (const auto& row : json["at_fmr"])
    std::cout << "  FMR " << std::setw(7) << percent(row["fmr"]) << "  distance " << std::setprecision(3)
              << row["threshold"].get<float>() << ": " << row["changed_decisions"] << " decisions changed\n";
}

void print(const Json& json) {
  std::cout << "Model " << json["model"].get<std::string>() << ", " << json["persons"] << " people; failure to acquire "
            << percent(json["failure_to_acquire_rate"]) << '\n';
  print_acquisition("persons", json["acquisition"]);
  for (const auto& [kind, row] : json["distractors"].items()) print_acquisition(kind, row);
  print_verification("Verification, pairs.csv, one photograph each side", json["pairs_csv"]);
  print_verification("Verification, all pairs, one photograph against one frame", json["all_pairs"]);
  print_verification("Verification, all pairs, one photograph against three fused frames", json["all_pairs_3_frames"]);
  print_quantisation(json["quantisation"]);
  std::cout << "\nOpen-set identification\n  enrolled  frames  margin  gallery  FNIR at FPIR 1 %  at 0.1 %\n";
  for (const auto& row : json["open_set"])
    std::cout << std::setw(10) << row["enrolled"].get<int>() << std::setw(8) << row["frames"].get<int>() << std::setw(8)
              << (row["runner_up_margin"] ? "yes" : "no") << std::setw(9) << row["gallery"].get<int>() << std::setw(18)
              << percent(row["fnir_at_fpir_0.01"]) << std::setw(10) << percent(row["fnir_at_fpir_0.001"]) << '\n';
}

Exit complain(const std::string& message) {
  std::cerr << "gatectl: " << message << '\n';
  return Exit::kUnusable;
}

void show_progress(std::size_t done, std::size_t all) {
  if (isatty(STDERR_FILENO) != 0)
    std::cerr << "\rlooking at pictures: " << done << '/' << all << (done == all ? "\n" : "");
}

Exit evaluate(const Options& options) {
  const auto collection = evaluate_collection(options.data, options.models, &show_progress);
  if (!collection) return complain(collection.error().message);
  const Json result = report(*collection);
  options.json ? void(std::cout << result.dump(2) << '\n') : print(result);
  if (options.curve_out.empty()) return Exit::kAccepted;
  std::ofstream out(options.curve_out);
  out << curve(*collection, options).dump(2) << '\n';
  if (!out.flush()) return complain(options.curve_out.string() + ": cannot be written");
  return Exit::kAccepted;
}

}  // namespace

void add_evaluate_command(CLI::App& app, Exit& exit) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("evaluate", "measure recognition errors over a collection of pictures");
  command
      ->add_option(
          "--data", options->data,
          "folder with persons/<identity>/<picture> and, if you have them, pairs.csv and distractors/<kind>/<picture>")
      ->required()
      ->check(CLI::ExistingDirectory);
  command->add_option("--models", options->models,
                      "folder models/fetch filled (default: $GATE_MODELS_DIR or the build's)");
  command->add_option("--curve-out", options->curve_out, "write the measured curve (config/curves/NAME.json) here");
  command->add_option("--source", options->source, "the curve's words on which pictures these are");
  command->add_flag("--json", options->json, "JSON instead of tables");
  command->callback([options, &exit] { exit = evaluate(*options); });
}

}  // namespace gate
