// gatectl stick create: lays out and signs what a technician carries to the devices.
#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "gatectl/stick_commands.h"
#include "update/stick_creation.h"

namespace gate {
namespace {

namespace fs = std::filesystem;

struct Options {
  fs::path out;
  StickContents contents;
  StickContents::Site site;
  std::string compatible;
  fs::path bundle, passes, lists;
  bool restart_now = false;
  bool json = false;
};

StickContents complete(const Options& options) {
  StickContents contents = options.contents;
  if (!options.site.folder.empty()) {
    contents.site = options.site;
    if (!options.compatible.empty()) contents.site->compatible = options.compatible;
  }
  if (!options.bundle.empty()) contents.bundle = options.bundle;
  if (!options.passes.empty()) contents.passes = options.passes;
  if (!options.lists.empty()) contents.lists = options.lists;
  if (options.restart_now) contents.restart = StickContents::Restart::kNow;
  return contents;
}

Exit run(const Options& options) {
  const Status made = create_stick(options.out, complete(options), SystemClock().wall_now());
  if (!made) {
    std::cerr << "gatectl: " << made.error().message << '\n';
    return Exit::kUnusable;
  }
  if (options.json)
    std::cout << nlohmann::ordered_json{{"folder", options.out.string()}} << '\n';
  else
    std::cout << "copy everything in " << options.out.string() << " to the top of a FAT or exFAT stick\n";
  return Exit::kAccepted;
}

}  // namespace

void add_stick_create_command(CLI::App& stick, Exit& exit) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = stick.add_subcommand("create", "lay out and sign what goes onto a stick");
  command->add_option("--out", options->out, "folder for it, or the stick itself")->required();
  command->add_option("--bundle", options->bundle, "an update (*.raucb), signed when it was made");
  CLI::Option* site =
      command->add_option("--site", options->site.folder, "folder of settings: terminal.json, policies, trust");
  CLI::Option* version =
      command->add_option("--version", options->site.version, "the settings' version: higher than any before");
  CLI::Option* key = command->add_option("--key", options->site.key, "the update key (PEM)");
  CLI::Option* certificate = command->add_option("--certificate", options->site.certificate, "its certificate (PEM)");
  command->add_option("--compatible", options->compatible,
                      "settings for this kind of device only: gate-terminal-arm64");
  command->add_option("--passes", options->passes, "a bundle (*.passes), or a folder of *.pass and *.passes files");
  command->add_option("--lists", options->lists, "folder of lists that carry their issuer's signature");
  command->add_flag("--restart-now", options->restart_now, "do not wait for closing time");
  command->add_flag("--json", options->json, "one JSON object");
  site->needs(version)->needs(key)->needs(certificate);
  command->callback([options, &exit] { exit = run(*options); });
}

}  // namespace gate
