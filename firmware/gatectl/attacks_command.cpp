// gatectl attacks: what presentation-attack detection sees in one recording.
#include <CLI/CLI.hpp>

#include <iostream>
#include <nlohmann/json.hpp>
#include <opencv2/core/utility.hpp>

#include "attacks/recording_trial.h"
#include "gatectl/subcommands.h"
#include "vision/model_store.h"

namespace gate {
namespace {

using Json = nlohmann::ordered_json;

struct Options {
  RecordingTrialOptions recording;
  std::vector<std::string> ask;
  double within_s = 0;
  std::filesystem::path models = default_models_dir();
  bool without_net = false;
  bool json = false;
};

Exit complain(const std::string& message) {
  std::cerr << "gatectl: " << message << '\n';
  return Exit::kUnusable;
}

Exit judge(Options options, LivenessBench& bench) {
  for (const std::string& word : options.ask)
    options.recording.ask.push_back(word == "left" ? TurnDirection::kLeft : TurnDirection::kRight);
  if (options.within_s > 0)
    options.recording.within = std::chrono::milliseconds(static_cast<int>(options.within_s * 1000));
  const auto report = judge_recording(options.recording, bench);
  if (!report) return complain(report.error().message);
  options.json ? void(std::cout << report->dump(2) << '\n') : print_recording_report(*report);
  return (*report)["accepted"].get<bool>() ? Exit::kAccepted : Exit::kRefused;
}

Exit attacks(const Options& options) {
  cv::setNumThreads(1);  // figures of one core, as the terminal has for it; and quicker on a busy machine
  const auto bench = LivenessBench::open(
      options.models, options.without_net ? LivenessBench::Net::kLeftOut : LivenessBench::Net::kUsed);
  if (!bench) return complain(bench.error().message);
  return judge(options, **bench);
}

}  // namespace

void add_attacks_command(CLI::App& app, Exit& exit) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("attacks", "judge one recording: is it live, does it answer a challenge?");
  command->add_option("--video", options->recording.video, "one recording (video, picture or folder of pictures)")
      ->required()
      ->check(CLI::ExistingPath);
  command->add_option("--ask", options->ask, "turns asked for, the visitor's own: left,right (default: none)")
      ->delimiter(',')
      ->check(CLI::IsMember({"left", "right"}));
  command->add_option("--within", options->within_s, "seconds for all turns (default: the terminal's 4)")
      ->check(CLI::Range(1.0, 60.0));
  command->add_option("--from", options->recording.from, "seconds into the recording at which the first face counts");
  command->add_flag("--anywhere", options->recording.anywhere,
                    "put the challenge at every quarter of a second of the recording, as if it began there");
  command->add_option("--models", options->models,
                      "folder models/fetch filled (default: $GATE_MODELS_DIR or the build's)");
  command->add_flag("--without-net", options->without_net, "leave the supplementary liveness net out");
  command->add_flag("--json", options->json, "JSON instead of tables");
  command->callback([options, &exit] { exit = attacks(*options); });
}

}  // namespace gate
