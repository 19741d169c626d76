// gatectl evaluate: error rates over a collection of pictures and recordings, in the terms of ISO/IEC 19795-1 and
// 30107-3, and the curves from which thresholds are chosen.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <opencv2/core/utility.hpp>

#include "attacks/attack_trials.h"
#include "config/config_file.h"
#include "evaluation/curve_measurement.h"
#include "evaluation/detection_trials.h"
#include "evaluation/mask_trials.h"
#include "evaluation/recognition_report.h"
#include "evaluation/report_tables.h"
#include "gatectl/progress.h"
#include "gatectl/subcommands.h"
#include "vision/model_store.h"

namespace gate {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr const char* kRecognition = "recognition";
constexpr const char* kMasks = "masks";
constexpr const char* kAttacks = "attacks";

struct Options {
  fs::path data;
  fs::path models = default_models_dir();
  std::vector<std::string> parts{kRecognition, kMasks, kAttacks};
  std::vector<fs::path> curves;
  fs::path curves_out;
  fs::path report;
  std::string source;
  bool all_attacks = false;
  bool json = false;

  bool has(const char* part) const { return std::ranges::find(parts, part) != parts.end(); }
};

/// What has been measured so far, for machines and for people.
struct Measured {
  Json json = Json::object();
  std::vector<ReportTable> tables;
  std::vector<ReportPicture> pictures;

  void add(const std::vector<ReportTable>& more) { tables.insert(tables.end(), more.begin(), more.end()); }
};

Status write(const fs::path& file, std::string_view content) {
  std::ofstream out(file, std::ios::binary);
  out << content;
  if (!out.flush()) return fail(ErrorCode::kIo, file.string() + ": cannot be written");
  return {};
}

Result<std::vector<MatchCurve>> load_all(const std::vector<fs::path>& files) {
  std::vector<MatchCurve> curves;
  for (const fs::path& file : files) {
    auto curve = load_curve(file);
    if (!curve) return fail(curve.error());
    curves.push_back(*std::move(curve));
  }
  return curves;
}

Status write_plot(const FaceCollection& collection, const std::vector<Contender>& nets, Measured& measured,
                  const fs::path& folder) {
  const auto plot = det_plot(det_lines(collection, nets), "Detection error trade-off");
  if (!plot) return fail(plot.error());
  measured.pictures.push_back({"Detection error trade-off", "det.png"});
  return write(folder / "det.png", {reinterpret_cast<const char*>(plot->data()), plot->size()});
}

Status measure_recognition(const Options& options, Measured& measured) {
  const auto curves = load_all(options.curves);
  if (!curves) return fail(curves.error());
  const auto collection = evaluate_collection(options.data, options.models, &show_picture_progress);
  if (!collection) return fail(collection.error());
  const auto nets = contenders(*collection);
  measured.json.update(recognition_report(*collection, nets, *curves));
  measured.add(recognition_tables(measured.json));
  if (!options.report.empty())
    if (auto written = write_plot(*collection, nets, measured, options.report); !written) return written;
  return options.curves_out.empty() ? Status{} : write_curves(*collection, nets, options.source, options.curves_out);
}

Status measure_masks(const Options& options, Measured& measured) {
  const auto detection = detection_trials(options.data, options.models, &show_picture_progress);
  if (!detection) return fail(detection.error());
  const auto collection = mask_collection(options.data, options.models, &show_picture_progress);
  if (!collection) return fail(collection.error());
  measured.json["detection"] = *detection;
  measured.json["masks"] = mask_trials(*collection);
  measured.add({detection_table(*detection)});
  measured.add(mask_tables(measured.json["masks"]));
  if (options.curves_out.empty()) return {};
  const FaceCollection faces = masked_faces(*collection);
  return write_curves(faces, contenders(faces), options.source, options.curves_out);
}

Status measure_attacks(const Options& options, Measured& measured) {
  cv::setNumThreads(1);  // figures of one core, as the terminal has for it
  const auto bench = LivenessBench::open(options.models, LivenessBench::Net::kUsed);
  if (!bench) return fail(bench.error());
  const auto amount = options.all_attacks ? TrialAmount::kFull : TrialAmount::kQuick;
  auto report = attack_report(options.data, **bench, amount, &show_progress);
  show_progress("");
  if (!report) return fail(report.error());
  measured.add(attack_tables(*report));
  measured.json["attacks"] = *std::move(report);
  return {};
}

/// report.html, with its plot beside it, and the same as report.json.
Status write_report(const Measured& measured, const fs::path& folder) {
  if (auto written = write(folder / "report.json", measured.json.dump(2) + "\n"); !written) return written;
  return write(folder / "report.html", html_page("Faces: what was measured", measured.tables, measured.pictures));
}

Status evaluate(const Options& options) {
  Measured measured;
  std::error_code error;
  if (!options.report.empty()) fs::create_directories(options.report, error);
  if (options.has(kRecognition))
    if (auto done = measure_recognition(options, measured); !done) return done;
  if (options.has(kMasks))
    if (auto done = measure_masks(options, measured); !done) return done;
  if (options.has(kAttacks))
    if (auto done = measure_attacks(options, measured); !done) return done;
  options.json ? void(std::cout << measured.json.dump(2) << '\n') : print(measured.tables, std::cout);
  return options.report.empty() ? Status{} : write_report(measured, options.report);
}

}  // namespace

void add_evaluate_command(CLI::App& app, Exit& exit) {
  const auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("evaluate", "measure errors over a collection: recognition, masks, presentation attacks");
  command
      ->add_option("--data", options->data,
                   "folder with persons/<identity>/<picture> and, if you have them, pairs.csv, groups.csv, "
                   "distractors/<kind>/<picture>, spoof/<subject>_<kind>[_nn].<type> and video/")
      ->required()
      ->check(CLI::ExistingDirectory);
  command->add_option("--models", options->models,
                      "folder models/fetch filled (default: $GATE_MODELS_DIR or the build's)");
  command->add_option("--parts", options->parts, "what to measure: recognition,masks,attacks (default: all)")
      ->delimiter(',')
      ->check(CLI::IsMember({kRecognition, kMasks, kAttacks}));
  command->add_flag("--all-attacks", options->all_attacks, "every attack: tens of minutes instead of a few");
  command->add_option("--curve", options->curves,
                      "a terminal's curve, to tell how many strangers it would admit (default: measured here)");
  command->add_option("--report", options->report, "write report.html, report.json and det.png into this folder");
  command->add_option("--curves-out", options->curves_out, "write the measured curves (config/curves) into this folder")
      ->check(CLI::ExistingDirectory);
  command->add_option("--source", options->source, "the curves' words on which pictures these are");
  command->add_flag("--json", options->json, "JSON instead of tables");
  command->callback([options, &exit] {
    const Status done = evaluate(*options);
    if (!done) std::cerr << "gatectl: " << done.error().message << '\n';
    exit = done ? Exit::kAccepted : Exit::kUnusable;
  });
}

}  // namespace gate
