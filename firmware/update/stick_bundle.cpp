#include "update/stick_bundle.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>

namespace gate {

namespace fs = std::filesystem;
using Why = StickReason;

namespace {

/// Asks the stick itself, not the page cache: whether it still answers.
bool is_readable(const fs::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return false;
  ::posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED);
  std::array<char, 512> block{};
  const bool read = ::read(descriptor, block.data(), block.size()) >= 0;
  ::close(descriptor);
  return read;
}

/// A stick that is gone looks to RAUC like a damaged bundle, or like nothing it knows.
Refusal told_apart(Refusal refusal, const fs::path& bundle) {
  const bool may_be_gone = refusal.reason == Why::kBundleDamaged || refusal.reason == Why::kUpdateFailed;
  if (may_be_gone && !is_readable(bundle)) refusal.reason = Why::kStickPulled;
  return refusal;
}

}  // namespace

std::vector<fs::path> bundles_on(const fs::path& mount) {
  std::vector<fs::path> bundles;
  std::error_code error;
  for (fs::directory_iterator at(mount, error), end; !error && at != end; at.increment(error))
    // macOS leaves "._name" files beside each file it copies.
    if (at->path().extension() == ".raucb" && !at->path().filename().string().starts_with("._"))
      bundles.push_back(at->path());
  std::ranges::sort(bundles);
  return bundles;
}

Judged<std::optional<StickBundle::Outcome>> StickBundle::judge(const BundleInfo& info) const {
  const Slots& slots = device_.slots;
  if (info.compatible != slots.compatible)
    return refuse(Why::kBundleOtherHardware, "for " + info.compatible + "; this device is " + slots.compatible);
  const auto version = SemanticVersion::parse(info.version);
  if (!version) return refuse(Why::kBundleVersionUnusable, "\"" + info.version + "\"");
  const auto pending = parts_.folder.pending();
  const bool waiting =
      pending && pending->installed_at && pending->version == info.version && pending->slot == slots.other;
  if (*version == device_.version || waiting) return Outcome::kAlreadyInstalled;
  if (pending && pending->is_on_trial(slots.booted, device_.version))
    return refuse(Why::kUpdateBusy, "version " + device_.version.text() + " is at its self-test: at most 3 minutes");
  const SemanticVersion floor = parts_.folder.floor(device_.version);
  if (*version < floor) return refuse(Why::kBundleOlder, "version " + info.version + "; at least " + floor.text());
  return std::nullopt;
}

Judged<StickBundle::Outcome> StickBundle::take(const fs::path& bundle) const {
  const auto info = parts_.rauc.info(bundle);
  if (!info) return refuse(told_apart(info.error(), bundle));
  const auto judged = judge(*info);
  if (!judged) return refuse(judged.error());
  if (*judged) return **judged;
  if (const auto installed = install(bundle, info->version); !installed)
    return refuse(told_apart(installed.error(), bundle));
  return Outcome::kInstalled;
}

Judged<void> StickBundle::install(const fs::path& bundle, const std::string& version) const {
  PendingUpdate pending{version, device_.slots.other, std::nullopt, device_.boot_id};
  if (const Status noted = parts_.folder.write_pending(pending); !noted)
    return refuse(Why::kDataFull, noted.error().message);
  Judged<void> done =
      parts_.rauc.install(bundle, [&](int percent, std::string_view step) { tell(percent, step, version); });
  if (done) done = check_installed(version);
  if (!done) {
    static_cast<void>(
        parts_.folder.clear_pending());  // left behind it makes the next boot report an update that failed
    return done;
  }
  pending.installed_at = parts_.clock.wall_now();
  static_cast<void>(parts_.folder.write_pending(pending));  // without its date it serves as well
  return {};
}

/// A stick that is no storage but a small computer can show one signed bundle when asked and an older one when
/// installed.
Judged<void> StickBundle::check_installed(const std::string& version) const {
  const auto slots = parts_.rauc.slots();
  if (slots && slots->other_version == version) return {};
  const Status kept = parts_.rauc.keep_booted();
  const std::string found = slots ? slots->other_version : slots.error().message;
  return refuse(Why::kUpdateFailed,
                "installed was not what was checked: " + found + (kept ? "" : "; " + kept.error().message));
}

void StickBundle::tell(int percent, std::string_view step, const std::string& version) const {
  const std::string text = "Update " + version + ": " + std::to_string(percent) + " %, " + std::string(step);
  static_cast<void>(parts_.notices.put(NoticeKind::kUpdateRunning, text));  // a lamp less, no reason to stop
}

}  // namespace gate
