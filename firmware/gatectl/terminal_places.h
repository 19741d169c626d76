#pragma once

#include <filesystem>

#include "common/result.h"

namespace CLI {
class App;
}

namespace gate {

/// Where a terminal keeps passes, key and trust: as its configuration says, unless named on the command line.
struct TerminalPlaces {
  std::filesystem::path config = "config/terminal.json";
  std::filesystem::path store;
  std::filesystem::path device_key;
  std::filesystem::path trust;
};

/// Adds --config, --store, --device-key and --trust; `places` must outlive the command.
void add_terminal_places(CLI::App& command, TerminalPlaces& places);

/// With what was not named taken from the configuration; that is not read when nothing is missing.
Result<TerminalPlaces> complete(TerminalPlaces places);

}  // namespace gate
