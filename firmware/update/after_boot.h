#pragma once

#include <functional>

#include "common/clock.h"
#include "common/pause.h"
#include "config/opening_hours.h"
#include "update/rauc.h"
#include "update/reported_status.h"
#include "update/restart_moment.h"
#include "update/self_test.h"
#include "update/semantic_version.h"
#include "update/update_folder.h"

namespace gate {

/// Confirms the running system, or not. Thread-bound.
class AfterBoot {
 public:
  struct Parts {
    Rauc& rauc;
    const UpdateFolder& folder;
    StatusWatch& status;
    const Clock& clock;
    std::string boot_id;  ///< of this run, see PendingUpdate
    Pause pause;          ///< see Pause; empty: really waits
  };
  AfterBoot(Parts parts, SemanticVersion version) : parts_(std::move(parts)), version_(std::move(version)) {}

  enum class Outcome {
    kConfirmed,  ///< marked good, the floor raised
    kFallBack,   ///< on trial and failed: marked bad; the caller restarts the device, and the other slot comes back
  };
  /// Waits for the self-test: at most SelfTest::kPatience for a system on trial, else until the terminal runs. What
  /// became of an update is noted for the next stick. kIo when RAUC's service does not answer: nothing was decided.
  Result<Outcome> confirm();

 private:
  Result<Slots> slots();
  bool waits_for_restart(const PendingUpdate& pending) const;
  bool is_on_trial(const Slots& slots) const;
  Status note_what_did_not_start(const Slots& slots) const;
  Result<Outcome> settle_good(SelfTest::Demand demand);
  Result<Outcome> settle_bad(const std::string& missing);
  void rest() const;

  const Parts parts_;
  const SemanticVersion version_;
};

/// Blocks until the device may restart, see RestartMoment. `hours` in the process's local time zone. `asked_now`,
/// looked at each second: whether somebody wants it at once by now; empty: nobody will.
void wait_for_restart(RestartMoment moment, const std::vector<OpeningHours>& hours, StatusWatch& status,
                      const Clock& clock, const Pause& pause, const std::function<bool()>& asked_now = {});

/// A moment in the process's local time zone (TZ, else /etc/localtime, else UTC).
LocalTime local_time(WallTime time);

}  // namespace gate
