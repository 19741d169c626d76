// gatectl update: what a device does after an update, and before the restart that brings it. As the units gate-confirm
// and gate-restart call it; needs no root: the units restart the device.
#include <CLI/CLI.hpp>

#include <cstdlib>
#include <ctime>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "config/config_file.h"
#include "encoding/bounded_file.h"
#include "gatectl/device_places.h"
#include "gatectl/subcommands.h"
#include "update/after_boot.h"
#include "update/booted_image.h"
#include "update/site_folder.h"
#include "update/spawn_process_runner.h"

namespace gate {
namespace {

namespace fs = std::filesystem;

struct Options {
  DevicePlaces places;
  fs::path restart_file;
  fs::path request_file;
  bool json = false;
};

void print(std::string_view result, std::string_view text, const Options& options) {
  if (options.json)
    std::cout << nlohmann::ordered_json{{"result", result}} << std::endl;
  else
    std::cout << text << std::endl;
}

Exit confirm(const Options& options) {
  const SystemClock clock;
  SpawnProcessRunner runner;
  Rauc rauc(runner, options.places.keyring);
  const auto text = running_version(options.places.version_file);
  if (!text) return unusable(text.error());
  const auto version = SemanticVersion::parse(*text);
  if (!version) return unusable(version.error());
  const auto folder = UpdateFolder::open(options.places.data / "update");
  if (!folder) return unusable(folder.error());
  StatusWatch status(options.places.run / "status.json", clock);
  const auto outcome = AfterBoot({rauc, *folder, status, clock, running_boot_id(), {}}, *version).confirm();
  if (!outcome) return unusable(outcome.error());
  const bool good = *outcome == AfterBoot::Outcome::kConfirmed;
  print(good ? "confirmed" : "fall_back",
        good ? "version " + *text + " works: marked good"
             : "version " + *text + " failed its self-test: restart to go back",
        options);
  return good ? Exit::kAccepted : Exit::kRefused;
}

/// Opening hours of the configuration in force, its time zone set for this process. One that cannot be read has none:
/// an update may be what mends it.
std::vector<OpeningHours> opening_hours(const Options& options) {
  const auto config = load_config(config_in_force(options.places.data / "site", options.places.factory_config));
  if (!config) {
    std::cerr << "gatectl: " << config.error().message << "; taken as closed\n";
    return {};
  }
  if (config->time_zone) ::setenv("TZ", config->time_zone->c_str(), 1);
  ::tzset();
  return config->opening_hours;
}

Exit restart_when_idle(const Options& options) {
  const SystemClock clock;
  const auto word = read_bounded_file(options.restart_file, 64);
  const bool now = word && word->starts_with("now");
  const RestartMoment moment(now ? RestartMoment::Wanted::kNow : RestartMoment::Wanted::kWhenIdle);
  StatusWatch status(options.places.run / "status.json", clock);
  // Its being there is all that is asked of it: staff may ask at any time while this waits.
  const auto asked_now = [&file = options.request_file] {
    std::error_code none;
    return !file.empty() && fs::exists(file, none);
  };
  wait_for_restart(moment, opening_hours(options), status, clock, {}, asked_now);
  print("now", "nobody is in the gate: restart now", options);
  return Exit::kAccepted;
}

using Action = Exit (*)(const Options&);

CLI::App* add(CLI::App& update, const std::shared_ptr<Options>& options, Exit& exit, const char* name, const char* help,
              Action action) {
  CLI::App* command = update.add_subcommand(name, help);
  add_device_places(*command, options->places);
  command->add_flag("--json", options->json, "one JSON object");
  command->callback([options, &exit, action] { exit = action(*options); });
  return command;
}

}  // namespace

void add_update_command(CLI::App& app, Exit& exit) {
  const auto options = std::make_shared<Options>();
  CLI::App* update = app.add_subcommand("update", "a device after an update, and the restart before it");
  update->require_subcommand(1);
  add(*update, options, exit, "confirm",
      "wait for the self-test and mark the running system good; exit 1 when it failed and the device must restart",
      confirm);
  CLI::App* restart =
      add(*update, options, exit, "restart-when-idle", "wait until the device may restart", restart_when_idle);
  restart->add_option("--restart-file", options->restart_file, "says \"now\" when a technician waits for it");
  restart->add_option("--request-file", options->request_file, "there, or coming, when staff want it now");
}

}  // namespace gate
