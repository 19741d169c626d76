#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "common/clock.h"
#include "update/notice_board.h"
#include "update/rauc.h"
#include "update/restart_moment.h"
#include "update/stick_report.h"
#include "update/update_folder.h"

namespace gate {

/// What a stick may hold, at its top.
inline constexpr const char* kSiteOnStick = "gate-site";
inline constexpr const char* kTrustOnStick = "trust";
inline constexpr const char* kPassesOnStick = "passes";
inline constexpr const char* kRestartNowOnStick = "restart-now";  ///< a file: restart without waiting for closing time
inline constexpr const char* kReportOnStick = "gate-report.txt";

/// Where things are on this device.
struct StickPlaces {
  std::filesystem::path mount;    ///< the stick, read only
  std::filesystem::path data;     ///< /var/lib/gate-terminal: site/, update/
  std::filesystem::path factory;  ///< the configuration in force without a site folder
  std::filesystem::path keyring;  ///< the update authority, PEM
  std::filesystem::path work;     ///< a folder of ours in memory, for copies of lists
  std::string version;            ///< of the running system
  std::string boot_id;            ///< of this run, see PendingUpdate

  std::filesystem::path site() const { return data / "site"; }
};

/// What a stick came to.
struct StickResult {
  StickReport report;
  StickReport::Device device;
  std::optional<RestartMoment::Wanted> restart;  ///< something was installed that needs one
};

/// Everything on a stick, one after the other: settings, lists, passes, update. Each is taken or refused on its own;
/// the settings come first, so that lists and passes meet the new ones. Needs no rights beyond the data partition's and
/// a word with RAUC's service. Tells notices; writes no report. kInvalidInput when the device's own version is none,
/// kIo when its update folder cannot be made. Minutes.
Result<StickResult> apply_stick(const StickPlaces& places, Rauc& rauc, const NoticeBoard& notices, const Clock& clock);

}  // namespace gate
