// gatectl network: the address a device takes by its settings, in words that a script can check. As the firmware
// image's unit gate-network asks.
#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "config/config_file.h"
#include "console/console_settings.h"
#include "gatectl/subcommands.h"

namespace gate {
namespace {

struct Options {
  std::filesystem::path config = "config/terminal.json";
  bool json = false;
};

/// As a socket unit's ListenStream= has it.
std::string door_of(const ConsoleConfig& console) {
  return console.listen ? console_address(console).substr(std::string_view("https://").size()) : "-";
}

Exit show(const Options& options) {
  const auto config = load_config(options.config);
  if (!config) return unusable(config.error());
  const NetworkConfig& network = config->network;
  const std::string address = network.address.value_or("-"), gateway = network.gateway.value_or("-"),
                    interface = network.interface.value_or("-"), door = door_of(config->console);
  if (options.json)
    std::cout << nlohmann::ordered_json{{"address", address},
                                        {"gateway", gateway},
                                        {"interface", interface},
                                        {"console", door}}
              << std::endl;
  else
    std::cout << address << ' ' << gateway << ' ' << interface << ' ' << door << std::endl;
  return Exit::kAccepted;
}

}  // namespace

void add_network_command(CLI::App& app, Exit& exit) {
  const auto options = std::make_shared<Options>();
  CLI::App* network = app.add_subcommand(
      "network",
      "the settings' address with its prefix, gateway, interface, and where the console listens; \"-\": none");
  network->add_option("--config", options->config, "configuration")->capture_default_str();
  network->add_flag("--json", options->json, "one JSON object");
  network->callback([options, &exit] { exit = show(*options); });
}

}  // namespace gate
