#include "update/after_boot.h"

#include <ctime>
#include <thread>

namespace gate {
namespace {

using namespace std::chrono_literals;

constexpr auto kLook = 1s;
constexpr auto kServicePatience = 60s;  // D-Bus and RAUC's service start along with us

void pass_time(const Pause& pause) {
  if (pause)
    pause(kLook);
  else
    std::this_thread::sleep_for(kLook);
}

}  // namespace

void AfterBoot::rest() const { pass_time(parts_.pause); }

Result<Slots> AfterBoot::slots() {
  const MonotonicTime begun = parts_.clock.monotonic_now();
  for (;;) {
    auto slots = parts_.rauc.slots();
    if (slots || parts_.clock.monotonic_now() - begun >= kServicePatience) return slots;
    rest();
  }
}

/// Installed since this run began: a stick can be quicker than the self-test. There is nothing to say of it yet.
bool AfterBoot::waits_for_restart(const PendingUpdate& pending) const {
  return !pending.boot_id.empty() && pending.boot_id == parts_.boot_id;
}

bool AfterBoot::is_on_trial(const Slots& slots) const {
  const auto pending = parts_.folder.pending();
  return pending && pending->is_on_trial(slots.booted, version_);
}

/// A pending update that is not what runs: the boot loader gave it up, or power went while it was installed.
Status AfterBoot::note_what_did_not_start(const Slots& slots) const {
  const auto pending = parts_.folder.pending();
  if (!pending || waits_for_restart(*pending) || is_on_trial(slots)) return {};
  const std::string why = pending->installed_at ? " did not start" : " was not installed to its end, or did not start";
  const Status noted = parts_.folder.add_news("The update to version " + pending->version + why + "; version " +
                                              version_.text() + " in slot " + slots.booted +
                                              " goes on. Plug the stick in again, or bring another update.");
  return noted ? parts_.folder.clear_pending() : noted;
}

Result<AfterBoot::Outcome> AfterBoot::confirm() {
  const auto slots = this->slots();
  if (!slots) return fail(slots.error());
  if (const Status noted = note_what_did_not_start(*slots); !noted) return fail(noted.error());
  const auto demand = is_on_trial(*slots) ? SelfTest::Demand::kEverything : SelfTest::Demand::kRunning;
  SelfTest test(demand, parts_.clock.monotonic_now());
  for (;; rest()) {
    switch (test.judge(parts_.status.look(), parts_.clock.monotonic_now())) {
      case SelfTest::Verdict::kGood: return settle_good(demand);
      case SelfTest::Verdict::kFailed: return settle_bad(test.missing());
      case SelfTest::Verdict::kWaiting: break;
    }
  }
}

/// The floor before the marker goes: with power lost in between, this is done once more.
Result<AfterBoot::Outcome> AfterBoot::settle_good(SelfTest::Demand demand) {
  const bool on_trial = demand == SelfTest::Demand::kEverything;
  Status step = parts_.rauc.mark_booted_good();
  if (step) step = parts_.folder.raise_floor(version_);
  if (step && on_trial)
    step = parts_.folder.add_news("The update to version " + version_.text() + " started and passed its self-test.");
  if (step && on_trial) step = parts_.folder.clear_pending();
  if (!step) return fail(step.error());
  return Outcome::kConfirmed;
}

/// Marked first: that the old system comes back matters more than the note. When marking fails the restart counts as
/// one more attempt to the boot loader, which gives up after three.
Result<AfterBoot::Outcome> AfterBoot::settle_bad(const std::string& missing) {
  const Status marked = parts_.rauc.mark_booted_bad();
  const std::string text = "The update to version " + version_.text() + " failed its self-test (" + missing +
                           "); the device went back to the version before.";
  Status noted = marked ? parts_.folder.add_news(text) : Status();
  if (marked && noted) noted = parts_.folder.clear_pending();
  return Outcome::kFallBack;
}

void wait_for_restart(RestartMoment moment, const std::vector<OpeningHours>& hours, StatusWatch& status,
                      const Clock& clock, const Pause& pause, const std::function<bool()>& asked_now) {
  using Site = RestartMoment::SiteOpen;
  for (;; pass_time(pause)) {
    if (asked_now && asked_now()) moment.hurry();
    const Site site = is_open(hours, local_time(clock.wall_now())) ? Site::kOpen : Site::kClosed;
    if (moment.has_come(status.look(), site, clock.monotonic_now())) return;
  }
}

LocalTime local_time(WallTime time) {
  const std::time_t seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
  std::tm local{};
  ::localtime_r(&seconds, &local);
  return {std::chrono::weekday(static_cast<unsigned>(local.tm_wday)),
          std::chrono::minutes{60 * local.tm_hour + local.tm_min}};
}

}  // namespace gate
