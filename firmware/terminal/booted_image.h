#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace gate {

/// What tells one start of the firmware image from all others.
struct BootedImage {
  std::string slot;     ///< of the running root filesystem, see slot_in()
  std::string boot_id;  ///< of this start, by the kernel; "" when it does not tell
};

/// Where the kernel says so. A service that is kept out of /proc reads copies, which the image makes at each start
/// (tmpfiles.d).
struct BootedImagePlaces {
  std::filesystem::path proc = "/proc", copies = "/run/gate-device";
};

/// Nothing: not booted by the firmware image. Blocks for small files in memory.
std::optional<BootedImage> booted_image(const BootedImagePlaces& places = {});

}  // namespace gate
