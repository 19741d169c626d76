// gatectl masks: faces under masks, found and recognised; and what else is or is not taken for a face.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "gatectl/detection_trials.h"
#include "gatectl/mask_trials.h"
#include "gatectl/subcommands.h"
#include "vision/model_store.h"

namespace gate {
namespace {

using Json = nlohmann::ordered_json;

struct Options {
  std::filesystem::path data;
  std::filesystem::path models = default_models_dir();
  std::filesystem::path curve_out;
  std::string curve_model = "dlib-resnet-v1";
  bool json = false;
};

Exit complain(const std::string& message) {
  std::cerr << "gatectl: " << message << '\n';
  return Exit::kUnusable;
}

void show_progress(std::size_t done, std::size_t all) {
  if (isatty(STDERR_FILENO) != 0)
    std::cerr << "\rlooking at pictures: " << done << '/' << all << (done == all ? "\n" : "");
}

Exit write_curve(const MaskCollection& collection, const Options& options) {
  for (const ModelId& model : collection.models) {
    if (!model.starts_with(options.curve_model + "/")) continue;
    std::ofstream out(options.curve_out);
    out << mask_curve(collection, model).dump(2) << '\n';
    return out.flush() ? Exit::kAccepted : complain(options.curve_out.string() + ": cannot be written");
  }
  return complain(options.curve_model + ": no such embedding model among those measured");
}

Exit measure(const Options& options) {
  const auto detection = detection_trials(options.data, options.models, &show_progress);
  if (!detection) return complain(detection.error().message);
  const auto collection = mask_collection(options.data, options.models, &show_progress);
  if (!collection) return complain(collection.error().message);
  const Json masks = mask_trials(*collection);
  if (options.json) {
    std::cout << Json{{"detection", *detection}, {"masks", masks}}.dump(2) << '\n';
  } else {
    print_detection_trials(*detection);
    print_mask_trials(masks);
  }
  return options.curve_out.empty() ? Exit::kAccepted : write_curve(*collection, options);
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
  command->add_option("--curve-out", options->curve_out, "write the curve for masked faces (config/curves/NAME.json)");
  command->add_option("--curve-model", options->curve_model, "whose curve: a name of the models' manifest")
      ->capture_default_str();
  command->add_flag("--json", options->json, "JSON instead of tables");
  command->callback([options, &exit] { exit = measure(*options); });
}

}  // namespace gate
