// gatectl masks: faces under masks, found and recognised; and what else is or is not taken for a face.

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "evaluation/curve_measurement.h"
#include "evaluation/detection_trials.h"
#include "evaluation/mask_trials.h"
#include "gatectl/picture_progress.h"
#include "gatectl/subcommands.h"
#include "vision/model_store.h"

namespace gate {
namespace {

using Json = nlohmann::ordered_json;

struct Options {
  std::filesystem::path data;
  std::filesystem::path models = default_models_dir();
  std::filesystem::path curves_out;
  std::string source;
  bool json = false;
};

Exit complain(const std::string& message) {
  std::cerr << "gatectl: " << message << '\n';
  return Exit::kUnusable;
}

Exit write_curves(const MaskCollection& collection, const Options& options) {
  const FaceCollection faces = masked_faces(collection);
  const auto written = write_curves(faces, contenders(faces), options.source, options.curves_out);
  return written ? Exit::kAccepted : complain(written.error().message);
}

Exit measure(const Options& options) {
  const auto detection = detection_trials(options.data, options.models, &show_picture_progress);
  if (!detection) return complain(detection.error().message);
  const auto collection = mask_collection(options.data, options.models, &show_picture_progress);
  if (!collection) return complain(collection.error().message);
  const Json masks = mask_trials(*collection);
  if (options.json) {
    std::cout << Json{{"detection", *detection}, {"masks", masks}}.dump(2) << '\n';
  } else {
    std::vector<ReportTable> tables{detection_table(*detection)};
    for (ReportTable& table : mask_tables(masks)) tables.push_back(std::move(table));
    print(tables, std::cout);
  }
  return options.curves_out.empty() ? Exit::kAccepted : write_curves(*collection, options);
}

}  // namespace

void add_masks_command(CLI::App& app, Exit& exit) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("masks", "measure how faces are found and recognised under masks");
  command
      ->add_option("--data", options->data,
                   "folder with persons/<identity>/<picture> and, if you have them, distractors/<kind>/<picture>")
      ->required()
      ->check(CLI::ExistingDirectory);
  command->add_option("--models", options->models,
                      "folder models/fetch filled (default: $GATE_MODELS_DIR or the build's)");
  command
      ->add_option("--curves-out", options->curves_out,
                   "write the curves of masked faces (config/curves) into this folder")
      ->check(CLI::ExistingDirectory);
  command->add_option("--source", options->source, "the curves' words on which pictures these are");
  command->add_flag("--json", options->json, "JSON instead of tables");
  command->callback([options, &exit] { exit = measure(*options); });
}

}  // namespace gate
