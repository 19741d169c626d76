#include "terminal/assembly.h"

#include <algorithm>

#include "camera/v4l2_camera.h"
#include "config/config_file.h"
#include "gate_io/gpiod_gate_io.h"
#include "gate_io/simulated_gate_io.h"
#include "sound/alsa_sound_output.h"
#include "terminal/camera_code_watch.h"

namespace gate {
namespace {

namespace fs = std::filesystem;

Status make_folder_of(const fs::path& file) {
  std::error_code error;
  fs::create_directories(file.parent_path(), error);
  if (error) return fail(ErrorCode::kIo, file.parent_path().string() + ": cannot be made: " + error.message());
  return {};
}

template <class T, class Derived>
Status take(Result<Derived> opened, T& into) {
  if (!opened) return fail(std::move(opened.error()));
  into = *std::move(opened);
  return {};
}

/// Null when the configuration names none. A country without a rule of its own would refuse everybody: a mistake.
Result<std::shared_ptr<const RuleSet>> open_rules(const RulesConfig& config) {
  if (!config.directory) return nullptr;
  auto rules = RuleSet::open(*config.directory);
  if (rules && !(*rules)->has_country(config.country.value_or("")))
    return fail(ErrorCode::kInvalidInput,
                config.directory->string() + ": no acceptance rule of the country " + config.country.value_or(""));
  return rules;
}

/// Every curve's models are loaded.
Status check_models(const std::vector<CurveSet>& curves, const std::set<ModelId>& loaded) {
  for (const MatchCurve& curve : in_one_row(curves))
    for (const ComparedModel& compared : curve.comparison.models())
      if (!loaded.contains(compared.model))
        return fail(ErrorCode::kInvalidInput, curve.file + " was measured with " + compared.model +
                                                  ", which models.embedding and models.second_embedding do not load");
  return {};
}

}  // namespace

Result<std::unique_ptr<Camera>> open_camera(const CameraConfig& config, const Clock& clock) {
  std::unique_ptr<Camera> camera;
  const Status opened = config.kind == CameraKind::kV4l2
                            ? take(V4l2Camera::open(config.v4l2, clock), camera)
                            : take(ReplayCamera::open(config.recording, config.replay, clock), camera);
  if (!opened) return fail(opened.error(), "camera");
  return camera;
}

Result<OpenedGateIo> open_gate_io(const GateIoConfig& config, const Clock& clock) {
  OpenedGateIo opened;
  if (config.kind == GateIoKind::kGpiod) {
    if (Status lines = take(GpiodGateIo::open(config.gpiod, clock), opened.gate_io); !lines)
      return fail(lines.error(), "gate_io");
    return opened;
  }
  opened.simulated = std::make_shared<SimulatedGate>(clock, config.simulated_script);
  opened.gate_io = std::make_unique<SimulatedGateIo>(opened.simulated);
  return opened;
}

std::unique_ptr<SoundOutput> open_sound(const SoundConfig& config, const Clock& clock,
                                        std::function<void(const Error&)> lost) {
  if (!config.device) return nullptr;
  auto output = std::make_unique<AlsaSoundOutput>(*config.device, clock, std::move(lost));
  (void)output->set_volume(config.volume);  // in range: the schema's
  return output;
}

Assembly::~Assembly() {
  if (events_) events_->stopped();
}

Result<std::unique_ptr<Assembly>> Assembly::create(const Config& config, const Options& options, const Clock& clock) {
  std::unique_ptr<Assembly> assembly(new Assembly);
  Status step = assembly->open_stores(config, options, clock);
  if (step) step = assembly->open_vision(config, clock);
  if (step) step = assembly->open_enrolment(config, options, clock);
  if (step) step = assembly->open_loader(config, options, clock);
  if (!step) return fail(std::move(step.error()));
  return assembly;
}

Status Assembly::open_stores(const Config& config, const Options& options, const Clock& clock) {
  // A new terminal gets an empty trust folder to fill; on one that has passes a missing folder is a mistake to report.
  if (!fs::exists(config.store.database))
    if (Status made = make_folder_of(config.store.trust_directory / "any"); !made) return made;
  for (const fs::path& file : {config.store.database, config.clock_floor, config.audit.directory / "log"})
    if (Status made = make_folder_of(file); !made) return made;
  const auto key = DeviceKey::load_or_create(config.store.device_key, config.store.database);
  if (!key) return fail(key.error(), "store.device_key");
  const auto derived = key->derive(kEventLogPurpose);
  if (!derived) return fail(derived.error(), "store.device_key");
  LogKey log_key;
  std::copy(derived->bytes().begin(), derived->bytes().end(), log_key.begin());
  const EventLogOptions log{config.audit.directory, config.audit.file_bytes,
                            static_cast<std::size_t>(config.audit.files_kept)};
  if (Status audit = take(EventLog::open(log, log_key, clock.wall_now()), audit_); !audit)
    return fail(audit.error(), "audit");
  if (Status events = take(EventStream::open(options.events, audit_.get(), clock,
                                             pulse_of(options.heartbeats, TerminalThread::kEvents), options.listener),
                           events_);
      !events)
    return events;
  events_->started(options.version, options.config);
  if (Status store = take(PassStore::open(config.store.database, *key), store_); !store)
    return fail(store.error(), "store");
  return take(ClockFloor::open(config.clock_floor), clock_floor_);
}

Status Assembly::open_vision(const Config& config, const Clock& clock) {
  const auto models = ModelStore::open(config.models.directory.value_or(default_models_dir()));
  if (!models) return fail(models.error(), "models");
  if (Status vision = take(open_gate_vision(config, *models), vision_); !vision) return fail(vision.error(), "models");
  for (const Embedders* used : {&vision_->embedders, &vision_->masked_embedders})
    for (const auto& embedder : *used) models_.insert(embedder->model());
  auto liveness = open_liveness(config, *models, *vision_);
  if (!liveness) return fail(liveness.error(), "models");
  auto policy = load_policy(config.policy);
  if (!policy) return fail(policy.error());
  trust_ages_ = policy->trust_lists;
  auto rules = open_rules(config.rules);
  if (!rules) return fail(rules.error(), "rules");
  const bool asks_for_codes = config.recognition.identification != Identification::kFace;
  VisitorRecogniser::Parts parts{
      .vision = *vision_,
      .liveness = *std::move(liveness),
      .track = config.recognition.track,
      .judge = {*std::move(policy), *std::move(rules), config.rules.country.value_or(""), *clock_floor_},
      .store = *store_,
      .enrolled = enrolled_,
      .clock = clock,
      .identification = config.recognition.identification,
      .codes = asks_for_codes ? &codes_ : nullptr};
  if (asks_for_codes) code_watch_ = std::make_unique<CameraCodeWatch>(codes_, clock);
  recogniser_ = std::make_unique<VisitorRecogniser>(std::move(parts));
  return {};
}

/// After the vision, whose recogniser it stands before.
Status Assembly::open_enrolment(const Config& config, const Options& options, const Clock& clock) {
  if (!config.enrolment.key) return {};
  const bool needs_code = config.recognition.identification == Identification::kCodeAndFace;
  auto authority = OnSiteAuthority::open(*config.enrolment.key,
                                         needs_code ? OnSiteAuthority::Code::kNeeded : OnSiteAuthority::Code::kWelcome);
  if (!authority) return fail(authority.error(), "enrolment.key");
  const auto key = DeviceKey::load(config.store.device_key);
  if (!key) return fail(key.error(), "store.device_key");
  auto store = PassStore::open(config.store.database, *key);
  if (!store) return fail(store.error(), "store");
  if (!code_watch_) code_watch_ = std::make_unique<CameraCodeWatch>(codes_, clock, &codes_wanted_);
  EnrollingRecogniser::Parts parts{.visitors = *recogniser_,
                                   .vision = *vision_,
                                   .authority = *std::move(authority),
                                   .store = *std::move(store),
                                   .clock = clock,
                                   .commands = enrolment_commands_,
                                   .codes = codes_,
                                   .codes_wanted = codes_wanted_,
                                   .changed =
                                       [this, told = options.enrolment_changed](const EnrolmentState& state) {
                                         events_->enrolment(state);
                                         if (told) told(state);
                                       },
                                   .failed = [this](const Error& error) { events_->error("enrolment", error); }};
  enrolling_ = std::make_unique<EnrollingRecogniser>(std::move(parts), config.enrolment);
  return {};
}

Recogniser& Assembly::recogniser() {
  if (enrolling_) return *enrolling_;
  return *recogniser_;
}

Status Assembly::open_loader(const Config& config, const Options& options, const Clock& clock) {
  auto curves = load_curves(config.recognition);
  if (!curves) return fail(curves.error());
  if (auto known = check_models(*curves, models_); !known) return fail(known.error(), "recognition");
  loader_ = std::make_unique<EnrolledLoader>(
      EnrolledLoader::Parts{*store_, *clock_floor_, enrolled_, *events_, clock,
                            pulse_of(options.heartbeats, TerminalThread::kLoader)},
      EnrolledLoader::Settings{config.store.trust_directory, trust_ages_, config.recognition.identification,
                               *std::move(curves), config.recognition.max_stranger_rate});
  return loader_->load(options.progress);
}

}  // namespace gate
