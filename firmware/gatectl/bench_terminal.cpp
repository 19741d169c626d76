#include <cmath>
#include <fstream>
#include <random>
#include <string>

#include "camera/replay_camera.h"
#include "gatectl/bench_issuer.h"
#include "gatectl/bench_steps.h"
#include "gatectl/bench_visitor_screen.h"
#include "passes/gallery_loader.h"
#include "terminal/visitor_recogniser.h"
#include "vision/plain_pipeline.h"

namespace gate {
namespace {

using namespace std::chrono_literals;

/// A line of /proc/self/status in MB: VmRSS (now) or VmHWM (at most so far).
double memory_mb(const std::string& field) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with(field + ":")) return std::stod(line.substr(field.size() + 1)) / 1024;
  return 0;
}

Result<std::vector<cv::Mat>> read_frames(const BenchOptions& options, const Clock& clock) {
  ReplayOptions replay;
  replay.pace = ReplayOptions::Pace::kAsFastAsConsumed;
  replay.at_end = ReplayOptions::AtEnd::kLoop;
  replay.size = cv::Size(640, 480);
  auto camera = ReplayCamera::open(options.video, replay, clock);
  if (!camera) return fail(camera.error());
  std::vector<cv::Mat> frames;
  while (frames.size() < options.frames) {
    auto frame = (*camera)->next(1s);
    if (!frame) return fail(frame.error());
    frames.push_back(frame->bgr);
  }
  return frames;
}

/// Both nets when both are there; weights and caps are nothing to a bench.
Result<FaceComparison> comparison_of(const Embedders& embedders) {
  std::vector<ComparedModel> models;
  for (const auto& embedder : embedders) models.push_back({.model = embedder->model(), .weight = 1, .cap = {2}});
  return FaceComparison::create(std::move(models));
}

FaceVector made_up_vector(const ModelId& model, std::size_t numbers, std::mt19937& random) {
  std::normal_distribution<float> spread(0, 1.1F / std::sqrt(static_cast<float>(numbers)));
  std::vector<float> values(numbers);
  for (float& value : values) value = spread(random);
  return FaceVector::create(model, values).value();
}

/// Faces as numbers that no real face has: the bench needs many, not anybody's.
FaceTemplate made_up_template(const FaceComparison& comparison, std::mt19937& random) {
  std::vector<FaceVector> vectors;
  for (const ComparedModel& compared : comparison.models())
    vectors.push_back(made_up_vector(compared.model, vectors.empty() ? 128 : 512, random));
  return FaceTemplate::create(std::move(vectors)).value();
}

Status fill(PassStore& store, const BenchIssuer& issuer, const FaceComparison& comparison, std::size_t passes) {
  const PassVerifier verifier(issuer.trust());
  const WallTime now = SystemClock().wall_now();
  std::mt19937 random(1);  // NOLINT(cert-msc32-c,cert-msc51-cpp): the same every run
  std::vector<VerifiedPass> batch;
  for (std::size_t i = 0; i < passes; ++i) {
    const auto pass = issuer.pass(i, {made_up_template(comparison, random), made_up_template(comparison, random),
                                      made_up_template(comparison, random)});
    if (!pass) return fail(pass.error());
    batch.push_back(verifier.verify(*pass, now).verified.value());
    if (batch.size() < 500 && i + 1 < passes) continue;
    if (auto imported = store.import(batch); !imported) return fail(imported.error());
    batch.clear();
  }
  return {};
}

/// What a recogniser is made of, whatever it looks with.
struct Stored {
  std::vector<cv::Mat> frames;
  PassStore& store;
  ClockFloor& clock_floor;
  std::shared_ptr<const Enrolled> enrolled;
  const Clock& clock;
};

constexpr const char* kWithoutScreen = "everything_on";
constexpr const char* kWithScreen = "everything_on_with_screen";
constexpr const char* kWithoutScreenAgain = "everything_on_once_more";

enum class Pace { kAsFastAsPossible, kCamera };

/// Looks at the video, and shows it where there is a screen.
BenchReport look_at(const Stored& stored, VisitorRecogniser& recogniser, Pace pace, ScreenFeed* screen) {
  Timings whole, detect, assess, liveness, embed, search, verify;
  std::uint64_t id = 0;
  auto due = std::chrono::steady_clock::now();
  for (const cv::Mat& frame : stored.frames) {
    if (pace == Pace::kCamera) std::this_thread::sleep_until(due += kCameraPeriod);
    const Frame captured{frame, FrameId{++id}, stored.clock.monotonic_now()};
    if (screen != nullptr) screen->frames.put(captured);
    const Sighting sighting = recogniser.look(captured);
    whole.add(sighting.times.total);
    detect.add(sighting.times.detect);
    assess.add(sighting.times.assess);
    const auto add_if_run = [](Timings& timings, StepTimes::Milliseconds time) {
      if (time.count() > 0) timings.add(time);
    };
    add_if_run(liveness, sighting.times.liveness);
    add_if_run(embed, sighting.times.embed);
    add_if_run(search, sighting.times.search);
    add_if_run(verify, sighting.times.verify);
  }
  return {{"frame_to_decision", whole.json()},
          {"detect", detect.json()},
          {"assess", assess.json()},
          {"liveness", liveness.json()},
          {"embed", embed.json()},
          {"search", search.json()},
          {"verify", verify.json()}};
}

/// The recogniser of a terminal with that configuration.
Result<BenchReport> look_as(const Config& config, const ModelStore& models, const Stored& stored, Pace pace,
                            ScreenFeed* screen = nullptr) {
  const auto vision = open_gate_vision(config, models);
  if (!vision) return fail(vision.error());
  auto liveness = open_liveness(config, models, **vision);
  if (!liveness) return fail(liveness.error());
  Mailbox<std::shared_ptr<const Enrolled>> published;
  published.put(stored.enrolled);
  VisitorRecogniser recogniser(
      {.vision = **vision,
       .liveness = *std::move(liveness),
       .track = {},
       .judge = {.policy = {}, .rules = nullptr, .country = {}, .clock_floor = stored.clock_floor},
       .store = stored.store,
       .enrolled = published,
       .clock = stored.clock});
  return look_at(stored, recogniser, pace, screen);
}

/// A terminal with all there is: both nets, masks, the supplementary detector, passive presentation-attack detection.
Config with_everything(Config config) {
  config.models.second_detector = "fr-detect";
  config.models.liveness = "fr-liveness";
  config.recognition.masked_curve = "any";  // not read here: that there is one lets masks be looked for
  config.recognition.liveness = LivenessMode::kPassive;
  return config;
}

/// At a camera's pace, with all there is: without the visitor screen, beside it, and without it once more, so that the
/// difference can be told from chance.
Status look_with_everything(const Config& config, const ModelStore& models, const Stored& stored,
                            const std::filesystem::path& languages, BenchReport& report) {
  const Config everything = with_everything(config);
  for (const char* name : {kWithoutScreen, kWithScreen, kWithoutScreenAgain}) {
    std::unique_ptr<BenchScreen> screen;
    if (name == kWithScreen) {
      auto started = BenchScreen::start(languages);
      if (!started) return fail(started.error());
      screen = *std::move(started);
      screen->feed().gate.put({.state = GateState::kObserving, .camera = GateView::Camera::kGood});
    }
    const auto looked = look_as(everything, models, stored, Pace::kCamera, screen ? &screen->feed() : nullptr);
    if (!looked) return fail(looked.error());
    report[name] = *looked;
  }
  return {};
}

Result<BenchReport> look_plainly(const std::vector<cv::Mat>& frames, const ModelStore& models) {
  auto plain = PlainPipeline::create(models);
  if (!plain) return fail(plain.error());
  Timings whole;
  for (const cv::Mat& frame : frames)
    if (auto faces = whole.time([&] { return plain->process(frame); }); !faces) return fail(faces.error());
  return whole.json();
}

}  // namespace

Result<BenchReport> bench_terminal(const BenchOptions& options) {
  const SystemClock clock;
  const ScratchFolder scratch;
  const auto frames = read_frames(options, clock);
  if (!frames) return fail(frames.error());
  const double before_mb = memory_mb("VmRSS");

  const auto models = ModelStore::open(options.models);
  if (!models) return fail(models.error());
  Config config;
  if (models->verified("fr-feature")) config.models.second_embedding = "fr-feature";
  Timings start_up;
  const auto vision = start_up.time([&] { return open_gate_vision(config, *models); });
  if (!vision) return fail(vision.error());
  const auto comparison = comparison_of((*vision)->embedders);
  if (!comparison) return fail(comparison.error());

  const auto issuer = BenchIssuer::create(scratch.path() / "trust");
  if (!issuer) return fail(issuer.error());
  const auto key = DeviceKey::create(scratch.path() / "device.key");
  if (!key) return fail(key.error());
  auto store = PassStore::open(scratch.path() / "passes.db", *key);
  if (!store) return fail(store.error());
  if (const Status filled = fill(**store, *issuer, *comparison, options.passes); !filled) return fail(filled.error());

  auto enrolled = std::make_shared<Enrolled>();
  enrolled->verifier = std::make_shared<PassVerifier>(issuer->trust());
  const std::vector<Alternatives> sets{{*comparison}};
  Timings loading;
  auto loaded = loading.time([&] { return load_gallery(**store, *enrolled->verifier, sets, clock.wall_now()); });
  if (!loaded) return fail(loaded.error());
  enrolled->trust_ages = TrustAges(issuer->trust()->lists(), {});
  MatchLimits limits;
  limits.distance_cap = Distance{2};  // so that every search is followed by a verification, as on a match
  enrolled->galleries.push_back({loaded->galleries.front(), limits, limits});

  const auto floor = ClockFloor::open(scratch.path() / "clock");
  if (!floor) return fail(floor.error());
  const Stored stored{*frames, **store, **floor, enrolled, clock};
  const auto ours = look_as(config, *models, stored, Pace::kAsFastAsPossible);
  if (!ours) return fail(ours.error());
  BenchReport report{{"frames", frames->size()},
                     {"passes", loaded->passes},
                     {"start_models_ms", start_up.mean()},
                     {"load_passes_ms", loading.mean()},
                     {"ours", *ours}};
  report["memory_mb"] = memory_mb("VmRSS") - before_mb;
  report["peak_memory_mb"] = memory_mb("VmHWM");
  if (config.models.second_embedding)
    if (Status looked = look_with_everything(config, *models, stored, options.languages, report); !looked)
      report["everything_on"] =
          looked.error().message;  // a net or the screen's languages are not there: the rest counts
  const auto plain = look_plainly(*frames, *models);
  if (!plain) return fail(plain.error());
  report["plain_dlib_frame"] = *plain;
  const auto mean = [](const BenchReport& step) { return step.at("mean_ms").get<double>(); };
  report["times_faster_than_plain"] = mean(*plain) / mean(report["ours"]["frame_to_decision"]);
  return report;
}

}  // namespace gate
