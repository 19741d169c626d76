#include "update/stick.h"

#include "config/config_file.h"
#include "signatures/private_key.h"
#include "update/site_folder.h"
#include "update/stick_bundle.h"
#include "update/stick_imports.h"

namespace gate {

namespace fs = std::filesystem;
using Why = StickReason;

namespace {

bool is_there(const fs::path& path) {
  std::error_code error;
  return fs::exists(path, error);
}

/// One stick, from its settings to its update.
class Application {
 public:
  Application(const StickPlaces& places, Rauc& rauc, const NoticeBoard& notices, const Clock& clock,
              UpdateFolder folder, SemanticVersion version)
      : places_(places),
        rauc_(rauc),
        notices_(notices),
        clock_(clock),
        folder_(std::move(folder)),
        version_(std::move(version)),
        slots_(rauc.slots()) {}

  StickResult run() {
    take_site();
    import();
    take_bundles();
    if (report_.empty()) report_.refused("stick", {Why::kNothingFound, ""});
    tell_result();
    return {std::move(report_), device(), restart_};
  }

 private:
  void take_site();
  void import();
  void take_bundles();
  void take_bundle(const fs::path& bundle);
  void tell_result() const;

  StickReport::Device device() const {
    return {slots_ ? slots_->compatible : "",
            version_.text(),
            slots_ ? slots_->booted : "",
            clock_.wall_now(),
            folder_.news(),
            enrolment_key()};
  }
  Result<Config> config() const { return load_config(config_in_force(places_.site(), places_.factory)); }
  std::string enrolment_key() const;
  fs::path on_stick(const char* name) const { return places_.mount / name; }
  void want_restart() {
    restart_ = is_there(on_stick(kRestartNowOnStick)) ? RestartMoment::Wanted::kNow : RestartMoment::Wanted::kWhenIdle;
  }

  const StickPlaces& places_;
  Rauc& rauc_;
  const NoticeBoard& notices_;
  const Clock& clock_;
  const UpdateFolder folder_;
  const SemanticVersion version_;
  const Result<Slots> slots_;
  StickReport report_;
  std::optional<RestartMoment::Wanted> restart_;
  enum class Update { kNone, kInstalled, kRefused } update_ = Update::kNone;
};

void Application::take_site() {
  if (!is_there(on_stick(kSiteOnStick))) return;
  const SiteFolder site({places_.site(), places_.keyring, slots_ ? slots_->compatible : ""});
  const auto taken = site.take(on_stick(kSiteOnStick), clock_.wall_now());
  if (!taken) return report_.refused("settings (gate-site)", taken.error());
  const auto manifest = site.in_force();
  const std::string name = "Settings, version " + std::to_string(manifest ? manifest->version : 0);
  if (*taken == SiteFolder::Outcome::kAlreadyInForce)
    return report_.note(name + ": already in force, nothing was done.");
  report_.done(name + ": taken; in force after the terminal's next start.");
  want_restart();
}

void Application::import() {
  const bool lists = is_there(on_stick(kTrustOnStick));
  const bool passes = is_there(on_stick(kPassesOnStick));
  if (!lists && !passes) return;
  const auto config = this->config();
  if (!config)
    return report_.refused(lists ? "lists and passes" : "passes", {Why::kPassesImpossible, config.error().message});
  if (lists) import_stick_trust(on_stick(kTrustOnStick), *config, places_.work, clock_.wall_now(), report_);
  if (passes) import_stick_passes(on_stick(kPassesOnStick), *config, clock_.wall_now(), report_);
}

void Application::take_bundles() {
  const auto bundles = bundles_on(places_.mount);
  if (bundles.empty()) return;
  if (bundles.size() == 1) return take_bundle(bundles.front());
  update_ = Update::kRefused;
  std::vector<std::string> names;
  names.reserve(bundles.size());
  for (const fs::path& bundle : bundles) names.push_back(shown_name(bundle));
  report_.refused("update", {Why::kSeveralBundles, std::to_string(bundles.size()) + " files"}, std::move(names));
}

void Application::take_bundle(const fs::path& bundle) {
  const std::string name = "update " + shown_name(bundle);
  update_ = Update::kRefused;
  if (!slots_) return report_.refused(name, {Why::kUpdateFailed, slots_.error().message});
  const StickBundle taker({rauc_, folder_, notices_, clock_}, {*slots_, version_, places_.boot_id});
  const auto taken = taker.take(bundle);
  if (!taken) return report_.refused(name, taken.error());
  update_ = Update::kNone;
  if (*taken == StickBundle::Outcome::kAlreadyInstalled) {
    if (folder_.pending()) want_restart();  // it waits for a restart, which this stick may call for
    return report_.note("The " + name + " is already installed, nothing was done.");
  }
  update_ = Update::kInstalled;
  want_restart();
  report_.done("The " + name + " is installed in slot " + slots_->other + ". " +
               (*restart_ == RestartMoment::Wanted::kNow
                    ? "The device restarts as soon as nobody is in the gate."
                    : "The device restarts by itself when the gate has been idle outside opening hours."));
}

/// Made here where settings that want one have just come: the terminal finds it at its next start.
std::string Application::enrolment_key() const {
  const auto config = this->config();
  if (!config || !config->enrolment.key) return "";
  const auto key = PrivateKey::load_or_create_pem(*config->enrolment.key);
  return key ? key->public_key().to_pem() : "";  // the terminal itself says what is wrong with it
}

void Application::tell_result() const {
  const auto put = [&](NoticeKind kind, std::string_view text) { static_cast<void>(notices_.put(kind, text)); };
  if (update_ == Update::kRefused)
    return put(NoticeKind::kUpdateRefused, "Update refused: see gate-report.txt on the stick");
  if (report_.any_refused())
    return put(NoticeKind::kImportRefused, "Not everything was taken: see gate-report.txt on the stick");
  if (update_ == Update::kInstalled) return put(NoticeKind::kUpdateInstalled, "Update installed: take the stick out");
  put(NoticeKind::kImportDone, "Done: take the stick out");
}

}  // namespace

Result<StickResult> apply_stick(const StickPlaces& places, Rauc& rauc, const NoticeBoard& notices, const Clock& clock) {
  auto version = SemanticVersion::parse(places.version);
  if (!version) return fail(version.error(), "this device's version");
  auto folder = UpdateFolder::open(places.data / "update");
  if (!folder) return fail(folder.error());
  return Application(places, rauc, notices, clock, *std::move(folder), *std::move(version)).run();
}

}  // namespace gate
