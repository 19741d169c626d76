#include "gatectl/terminal_places.h"

#include <CLI/CLI.hpp>

#include "config/config_file.h"

namespace gate {

void add_terminal_places(CLI::App& command, TerminalPlaces& places) {
  command.add_option("--config", places.config, "the terminal's configuration, which says where the rest is")
      ->capture_default_str();
  command.add_option("--store", places.store, "the terminal's pass store (default: as configured)");
  command.add_option("--device-key", places.device_key, "the terminal's device key (default: as configured)");
  command.add_option("--trust", places.trust, "the terminal's trust directory (default: as configured)");
}

Result<TerminalPlaces> complete(TerminalPlaces places) {
  if (!places.store.empty() && !places.device_key.empty() && !places.trust.empty()) return places;
  const auto config = load_config(places.config);
  if (!config) return fail(config.error());
  if (places.store.empty()) places.store = config->store.database;
  if (places.device_key.empty()) places.device_key = config->store.device_key;
  if (places.trust.empty()) places.trust = config->store.trust_directory;
  return places;
}

}  // namespace gate
