#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/config.h"
#include "console/pin_file.h"

namespace gate {

/// Where the configuration keeps the console's certificate and PINs.
std::filesystem::path console_folder(const Config& config);

/// The PINs set on this device.
PinFile pin_file(const Config& config);
/// A role's PIN: the configuration's, else the one set on the device, whose file is read for no other role; nothing:
/// nobody logs in as `role`. kInvalidInput, kIo; each names the file or field. Blocks for a small file.
Result<std::optional<PinHash>> pin_in_force(const Config& config, Role role);
/// Those somebody can log in as. Errors as above.
Result<std::vector<Role>> roles_with_pin(const Config& config);

/// What staff type into a browser, "https://192.0.2.7:8443", an IPv6 address in brackets; "off" where nothing listens.
std::string console_address(const ConsoleConfig& config);

}  // namespace gate
