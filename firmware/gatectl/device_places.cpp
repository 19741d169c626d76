#include "gatectl/device_places.h"

#include <CLI/CLI.hpp>

namespace gate {

void add_device_places(CLI::App& command, DevicePlaces& places) {
  command.add_option("--data", places.data, "the data partition's folder")->capture_default_str();
  command.add_option("--run", places.run, "where the terminal writes its status and reads notices")
      ->capture_default_str();
  command.add_option("--keyring", places.keyring, "the venue's update authority (PEM)")->capture_default_str();
  command.add_option("--version-file", places.version_file, "holds the running version")->capture_default_str();
  command.add_option("--factory-config", places.factory_config, "the configuration without a site folder")
      ->capture_default_str();
}

}  // namespace gate
