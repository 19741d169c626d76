#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "common/result.h"

namespace gate {

/// What tells one start of the firmware image from all others.
struct BootedImage {
  std::string slot;     ///< of the running root filesystem, see slot_in()
  std::string boot_id;  ///< of this start, see running_boot_id()
};

/// Where the kernel says so. A service that is kept out of /proc reads copies, which the image makes at each start
/// (tmpfiles.d).
struct BootedImagePlaces {
  std::filesystem::path proc = "/proc", copies = "/run/gate-device";
};

/// Nothing: not booted by the firmware image. Blocks for small files in memory.
std::optional<BootedImage> booted_image(const BootedImagePlaces& places = {});

/// The kernel's, one per start of the device; "" when it does not tell.
std::string running_boot_id(const BootedImagePlaces& places = {});

/// The word after "rauc.slot=" in a kernel's command line; nothing: there is none, or it is no plain word.
std::optional<std::string> slot_in(const std::string& command_line);

/// What the version file, /etc/gate-terminal/version, says, without its line end. kNotFound, kInvalidInput.
Result<std::string> running_version(const std::filesystem::path& file);

}  // namespace gate
