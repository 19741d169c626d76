#include "attacks/liveness_bench.h"

#include <algorithm>

#include "vision/quality.h"
#include "vision/resnet_embedder.h"

namespace gate {
namespace {

using Seconds = std::chrono::duration<double>;

constexpr double kBeyondLimit = 4;
/// Between presentations: whatever was followed is gone.
constexpr std::chrono::seconds kBetween{10};

MonotonicTime::duration ticks(double seconds) {
  return std::chrono::duration_cast<MonotonicTime::duration>(Seconds(seconds));
}

}  // namespace

LivenessBench::LivenessBench(FaceDetector still, FollowingDetector following, std::unique_ptr<FaceEmbedder> embedder,
                             std::optional<LivenessNet> net, ChallengeSettings settings)
    : still_(std::move(still)),
      following_(std::move(following)),
      embedder_(std::move(embedder)),
      has_net_(net.has_value()),
      passive_(std::move(net)),
      challenge_(
          settings, [this] { return static_cast<std::uint32_t>(random_()); }, sample_by(*embedder_)) {}

Result<std::unique_ptr<LivenessBench>> LivenessBench::open(const std::filesystem::path& models, Net net) {
  const auto store = ModelStore::open(models);
  if (!store) return fail(store.error());
  auto still = FaceDetector::create(*store);
  auto followed = FaceDetector::create(*store);
  if (!still || !followed) return fail(still ? followed.error() : still.error());
  auto embedder = ResnetEmbedder::create(*store);
  if (!embedder) return fail(embedder.error());
  std::optional<LivenessNet> liveness;
  if (net == Net::kUsed)
    if (auto loaded = LivenessNet::create(*store)) liveness = *std::move(loaded);
  return std::unique_ptr<LivenessBench>(new LivenessBench(*std::move(still), FollowingDetector(*std::move(followed), 1),
                                                          *std::move(embedder), std::move(liveness), {}));
}

std::optional<Face> LivenessBench::face_of(const cv::Mat& bgr) const {
  const auto faces = still_.detect(bgr, {});
  if (!faces || faces->empty()) return std::nullopt;
  return faces->front();
}

Status LivenessBench::step(const Frame& frame, LivenessTrial& trial) {
  ++trial.frames;
  const auto faces = following_.detect(frame);
  if (!faces) return fail(faces.error());
  if (faces->empty()) {
    auto missed = challenge_.observe_nobody(frame);
    return missed ? Status{} : fail(std::move(missed.error()));
  }
  ++trial.frames_with_face;
  const Face& face = faces->front();
  const Quality quality = assess(frame.bgr, face, {});
  const FaceSight sight{.frame = frame, .face = face, .quality = quality};
  auto watched = passive_.observe(sight);
  if (!watched) return fail(std::move(watched.error()));
  trial.passive = *watched;
  auto challenged = challenge_.observe(sight);
  return challenged ? Status{} : fail(std::move(challenged.error()));
}

Result<LivenessTrial> LivenessBench::run(const Presentation& presentation, Challenge challenge, std::uint32_t seed) {
  random_.seed(seed);
  passive_.reset();
  ChallengeSettings settings;
  settings.within = challenge.within.value_or(settings.within);
  const double longest = Seconds(settings.within).count() + kBeyondLimit;
  challenge_.reset_to(settings, std::move(challenge.turns));
  now_ += kBetween;
  LivenessTrial trial;
  auto ask = ChallengePrompt::Ask::kLookStraight;
  for (int i = 0; i / kFramesPerSecond < longest; ++i) {
    const double seconds = i / kFramesPerSecond;
    const cv::Mat picture = presentation(seconds, ask);
    if (picture.empty()) break;
    if (auto stepped = step({picture, FrameId(i + 1), now_ + ticks(seconds)}, trial); !stepped)
      return fail(std::move(stepped.error()));
    ask = challenge_.prompt().ask;
    if (challenge_.verdict().state != LivenessState::kUndecided && seconds > 2) break;
  }
  now_ += ticks(longest);
  trial.challenge = challenge_.verdict();
  trial.taken = challenge_.challenge().taken();
  trial.steps = challenge_.challenge().steps();
  return trial;
}

Result<LivenessTrial> LivenessBench::watch(const Presentation& presentation, double seconds) {
  passive_.reset();
  challenge_.reset();
  now_ += kBetween;
  LivenessTrial trial;
  for (int i = 0; i / kFramesPerSecond < seconds; ++i) {
    const cv::Mat picture = presentation(i / kFramesPerSecond, ChallengePrompt::Ask::kNothing);
    if (picture.empty()) break;
    const Frame frame{picture, FrameId(i + 1), now_ + ticks(i / kFramesPerSecond)};
    ++trial.frames;
    const auto faces = following_.detect(frame);
    if (!faces || faces->empty()) continue;
    ++trial.frames_with_face;
    const Quality quality = assess(picture, faces->front(), {});
    auto watched = passive_.observe({.frame = frame, .face = faces->front(), .quality = quality});
    if (!watched) return fail(std::move(watched.error()));
    trial.passive = *watched;
  }
  now_ += ticks(seconds);
  return trial;
}

}  // namespace gate
