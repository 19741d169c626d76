#include "gatectl/device_places.h"

#include <CLI/CLI.hpp>

#include <fstream>

#include "encoding/bounded_file.h"

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

Result<std::string> running_version(const DevicePlaces& places) {
  auto text = read_bounded_file(places.version_file, 256);
  if (!text) return text;
  while (text->ends_with('\n')) text->pop_back();
  return text;
}

std::string running_boot_id() {
  std::ifstream file("/proc/sys/kernel/random/boot_id");  // the kernel's files have no size to read by
  std::string id;
  std::getline(file, id);
  return id;
}

}  // namespace gate
