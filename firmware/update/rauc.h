#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "update/process_runner.h"
#include "update/stick_reason.h"

namespace gate {

/// What a bundle says of itself, its signature checked.
struct BundleInfo {
  std::string compatible;
  std::string version;
};

/// The two slots as RAUC sees them. Names as the boot loader's: "A", "B".
struct Slots {
  std::string compatible;     ///< of this device
  std::string booted;         ///< the slot this system runs from
  std::string other;          ///< the one an update goes into
  std::string other_version;  ///< of what was last installed there; empty when unknown
};

/// The command `rauc` (1.8), which checks and installs bundles through its service. Thread-bound. What it prints is of
/// its own making, after it has checked the signature; hostile files are read by it, not by us.
class Rauc {
 public:
  /// `runner` must outlive it. `keyring`: the update authority, PEM.
  Rauc(ProcessRunner& runner, std::filesystem::path keyring) : runner_(runner), keyring_(std::move(keyring)) {}

  /// Checks the bundle's signature and reads its manifest; the payload is checked while it is installed. At most 2 min.
  Judged<BundleInfo> info(const std::filesystem::path& bundle);

  using Progress = std::function<void(int percent, std::string_view step)>;
  /// Installs into the slot that is not running and has the boot loader start it next. At most 15 min. `progress` may
  /// be empty.
  Judged<void> install(const std::filesystem::path& bundle, const Progress& progress);

  /// Seconds at most, as the marks below; kIo when the service does not answer.
  Result<Slots> slots();
  /// The running slot has proved itself: the boot loader stops counting attempts.
  Status mark_booted_good();
  /// The running slot is not to be started again; the other one is.
  Status mark_booted_bad();
  /// Has the boot loader start the running slot next time, not what was just installed into the other one.
  Status keep_booted();

 private:
  Status mark(const char* state, const char* slot);

  ProcessRunner& runner_;
  const std::filesystem::path keyring_;
};

/// Of what `rauc info --output-format=json` and `rauc status --output-format=json` print. kInvalidInput when a field is
/// missing: another rauc. Reentrant; bounded.
Result<BundleInfo> read_bundle_info(std::string_view json);
Result<Slots> read_slots(std::string_view json);

/// What rauc's own words for a failure come to. `message`: its standard error or LastError.
StickReason reason_of_rauc(std::string_view message);

}  // namespace gate
