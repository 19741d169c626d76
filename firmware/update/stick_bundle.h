#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "common/clock.h"
#include "update/notice_board.h"
#include "update/rauc.h"
#include "update/stick_report.h"
#include "update/update_folder.h"

namespace gate {

/// The update on a stick: exactly one *.raucb at its top. Thread-bound.
class StickBundle {
 public:
  struct Parts {
    Rauc& rauc;
    const UpdateFolder& folder;
    const NoticeBoard& notices;
    const Clock& clock;
  };
  struct Device {
    Slots slots;
    SemanticVersion version;  ///< of the running system
    std::string boot_id;      ///< of this run, see PendingUpdate
  };
  StickBundle(Parts parts, Device device) : parts_(parts), device_(std::move(device)) {}

  enum class Outcome { kInstalled, kAlreadyInstalled };
  /// Checks signature, hardware and version, installs into the slot that does not run, and leaves a PendingUpdate
  /// behind for the restart; that marker is written before as well, so that power lost in the middle is noticed.
  /// Minutes.
  Judged<Outcome> take(const std::filesystem::path& bundle) const;

  /// What `info` comes to, without installing anything: nothing when it may be installed, kAlreadyInstalled, or why
  /// not.
  Judged<std::optional<Outcome>> judge(const BundleInfo& info) const;

 private:
  Judged<void> install(const std::filesystem::path& bundle, const std::string& version) const;
  Judged<void> check_installed(const std::string& version) const;
  void tell(int percent, std::string_view step, const std::string& version) const;

  const Parts parts_;
  const Device device_;
};

/// The *.raucb files directly in `mount`, in name order.
std::vector<std::filesystem::path> bundles_on(const std::filesystem::path& mount);

}  // namespace gate
