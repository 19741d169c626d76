// gatectl evaluate: error rates over a collection of pictures, in the terms of ISO/IEC 19795-1, and the curves from
// which thresholds are chosen.
#include <CLI/CLI.hpp>

#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "config/config_file.h"
#include "evaluation/curve_measurement.h"
#include "evaluation/recognition_report.h"
#include "evaluation/report_tables.h"
#include "gatectl/picture_progress.h"
#include "gatectl/subcommands.h"
#include "vision/model_store.h"

namespace gate {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

struct Options {
  fs::path data;
  fs::path models = default_models_dir();
  std::vector<fs::path> curves;
  fs::path curves_out;
  fs::path report;
  std::string source;
  bool json = false;
};

Status write(const fs::path& file, std::string_view content) {
  std::ofstream out(file, std::ios::binary);
  out << content;
  if (!out.flush()) return fail(ErrorCode::kIo, file.string() + ": cannot be written");
  return {};
}

/// report.html with its plot beside it, and the same as report.json.
Status write_report(const FaceCollection& collection, const std::vector<Contender>& contenders, const Json& report,
                    const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  const auto plot = det_plot(det_lines(collection, contenders), "Detection error trade-off");
  if (!plot) return fail(plot.error());
  const std::string_view png(reinterpret_cast<const char*>(plot->data()), plot->size());
  if (auto written = write(folder / "det.png", png); !written) return written;
  if (auto written = write(folder / "report.json", report.dump(2) + "\n"); !written) return written;
  const auto tables = recognition_tables(report);
  const std::vector<ReportPicture> pictures{{"Detection error trade-off", "det.png"}};
  return write(folder / "report.html", html_page("Recognition: what was measured", tables, pictures));
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

Status evaluate(const Options& options) {
  const auto curves = load_all(options.curves);
  if (!curves) return fail(curves.error());
  const auto collection = evaluate_collection(options.data, options.models, &show_picture_progress);
  if (!collection) return fail(collection.error());
  const auto nets = contenders(*collection);
  const Json report = recognition_report(*collection, nets, *curves);
  options.json ? void(std::cout << report.dump(2) << '\n') : print(recognition_tables(report), std::cout);
  if (!options.report.empty())
    if (auto written = write_report(*collection, nets, report, options.report); !written) return written;
  return options.curves_out.empty() ? Status{} : write_curves(*collection, nets, options.source, options.curves_out);
}

}  // namespace

void add_evaluate_command(CLI::App& app, Exit& exit) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("evaluate", "measure recognition errors over a collection of pictures");
  command
      ->add_option("--data", options->data,
                   "folder with persons/<identity>/<picture> and, if you have them, pairs.csv, groups.csv and "
                   "distractors/<kind>/<picture>")
      ->required()
      ->check(CLI::ExistingDirectory);
  command->add_option("--models", options->models,
                      "folder models/fetch filled (default: $GATE_MODELS_DIR or the build's)");
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
