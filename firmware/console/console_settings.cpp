#include "console/console_settings.h"

namespace gate {
namespace {

constexpr std::string_view kPinFile = "console-pins.json";

const std::optional<std::string>& configured_pin(const ConsoleConfig& config, Role role) {
  switch (role) {
    case Role::kStaff: return config.staff_pin;
    case Role::kSupervisor: return config.supervisor_pin;
    case Role::kTechnician: break;
  }
  return config.technician_pin;
}

}  // namespace

std::filesystem::path console_folder(const Config& config) {
  return config.console.directory.value_or(config.store.database.parent_path());
}

PinFile pin_file(const Config& config) { return PinFile(console_folder(config) / kPinFile); }

Result<std::optional<PinHash>> pin_in_force(const Config& config, Role role) {
  if (const auto& text = configured_pin(config.console, role)) {
    const auto pin = PinHash::parse(*text);
    if (!pin) return fail(pin.error(), "console.pins." + std::string(to_string(role)));
    return *pin;
  }
  const auto pins = pin_file(config).read();
  if (!pins) return fail(pins.error());
  const auto found = pins->find(role);
  return found == pins->end() ? std::nullopt : std::optional(found->second);
}

Result<std::vector<Role>> roles_with_pin(const Config& config) {
  std::vector<Role> roles;
  for (const Role role : kRoles) {
    const auto pin = pin_in_force(config, role);
    if (!pin) return fail(pin.error());
    if (*pin) roles.push_back(role);
  }
  return roles;
}

std::string console_address(const ConsoleConfig& config) {
  if (!config.listen) return "off";
  const bool v6 = config.listen->find(':') != std::string::npos;
  return "https://" + (v6 ? "[" + *config.listen + "]" : *config.listen) + ":" + std::to_string(config.port);
}

}  // namespace gate
