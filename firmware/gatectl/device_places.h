#pragma once

#include <filesystem>

namespace CLI {
class App;
}

namespace gate {

/// Where the firmware image keeps what `gatectl stick` and `gatectl update` need; tests name other places.
struct DevicePlaces {
  std::filesystem::path data = "/var/lib/gate-terminal";
  std::filesystem::path run = "/run/gate-terminal";
  std::filesystem::path keyring = "/etc/rauc/keyring.pem";
  std::filesystem::path version_file = "/etc/gate-terminal/version";
  std::filesystem::path factory_config = "/usr/share/gate-terminal/config/boards/firmware.json";
};

/// Adds --data, --run, --keyring, --version-file and --factory-config; `places` must outlive the command.
void add_device_places(CLI::App& command, DevicePlaces& places);

}  // namespace gate
