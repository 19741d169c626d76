#include "terminal/device_watch.h"

#include "encoding/replaced_file.h"
#include "update/update_folder.h"

namespace gate {

namespace fs = std::filesystem;

namespace {

UpdateStage stage_of(const PendingUpdate& pending, const BootedImage& booted, const Result<SemanticVersion>& running) {
  if (running && pending.is_on_trial(booted.slot, *running)) return UpdateStage::kOnTrial;
  const bool of_this_start = !pending.boot_id.empty() && pending.boot_id == booted.boot_id;
  if (of_this_start) return pending.installed_at ? UpdateStage::kWaits : UpdateStage::kInstalling;
  return pending.installed_at ? UpdateStage::kNotStarted : UpdateStage::kCutOff;
}

/// The beginning says what became of the stick, the end what became of its update after the restart.
std::string shortened(const std::string& report) {
  constexpr std::size_t kHalf = DeviceWatch::kMostReport / 2;
  if (report.size() <= DeviceWatch::kMostReport) return report;
  return report.substr(0, kHalf) + "\r\n[...]\r\n" + report.substr(report.size() - kHalf);
}

}  // namespace

DeviceWatch::DeviceWatch(BootedImage booted, Places places, const Clock& clock)
    : booted_(std::move(booted)), places_(std::move(places)), clock_(clock) {}

const DeviceFacts& DeviceWatch::look() {
  const MonotonicTime now = clock_.monotonic_now();
  if (!read_at_ || now - *read_at_ >= kEvery) {
    read_at_ = now;
    read();
  }
  return facts_;
}

void DeviceWatch::read() {
  std::error_code none;  // what cannot be looked at is not there
  facts_ = {.version = running_version(places_.version_file).value_or(""),
            .slot = booted_.slot,
            .restart_asked = places_.restart_request && fs::exists(*places_.restart_request, none)};
  read_update_folder();
}

/// Looked for first, for open() makes one: where the data partition did not open there is to be none.
void DeviceWatch::read_update_folder() {
  std::error_code none;
  if (!places_.update_folder || !fs::is_directory(*places_.update_folder, none)) return;
  const auto folder = UpdateFolder::open(*places_.update_folder);
  if (!folder) return;
  const auto running = SemanticVersion::parse(facts_.version);
  if (const auto pending = folder->pending())
    facts_.update = {pending->version, pending->slot, stage_of(*pending, booted_, running), pending->installed_at};
  if (running) facts_.floor = folder->floor(*running).text();
  facts_.last_report = shortened(folder->last_report());
}

Status DeviceWatch::ask_for_restart() {
  if (!places_.restart_request) return fail(ErrorCode::kInvalidInput, "this device cannot be restarted from here");
  if (Status written = replace_file(*places_.restart_request, "now\n"); !written) return written;
  read_at_.reset();  // whoever asked sees at once that it waits
  return {};
}

}  // namespace gate
