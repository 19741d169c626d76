#pragma once

#include <chrono>
#include <filesystem>
#include <optional>

#include "common/clock.h"
#include "common/result.h"
#include "console/device_facts.h"
#include "update/booted_image.h"

namespace gate {

/// What the staff console tells of a device that runs the firmware image, and how it has that restarted: by a file that
/// a unit of the image waits for, and takes away. Thread-bound (`console`); blocks for small files.
class DeviceWatch {
 public:
  struct Places {
    std::optional<std::filesystem::path> update_folder;    ///< what UpdateFolder keeps; nothing: it is not told
    std::optional<std::filesystem::path> restart_request;  ///< nothing: a restart cannot be asked for
    std::filesystem::path version_file = "/etc/gate-terminal/version";
  };

  DeviceWatch(BootedImage booted, Places places, const Clock& clock);

  /// Pages ask many times a second: as it was at most kEvery ago. What cannot be read is left out.
  const DeviceFacts& look();

  /// kInvalidInput: not to be had here. kIo: the request cannot be written. Asking twice is asking once.
  Status ask_for_restart();

  static constexpr std::chrono::seconds kEvery{3};
  static constexpr std::size_t kMostReport = 8192;  ///< of a longer one its two ends; with every message to every page

 private:
  void read();
  void read_update_folder();

  const BootedImage booted_;
  const Places places_;
  const Clock& clock_;
  std::optional<MonotonicTime> read_at_;
  DeviceFacts facts_;
};

}  // namespace gate
