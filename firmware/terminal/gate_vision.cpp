#include "terminal/gate_vision.h"

#include <random>

#include "vision/detection_range.h"
#include "vision/supplementary_detector.h"

namespace gate {
namespace {

int frame_width(const CameraConfig& config) {
  if (config.kind == CameraKind::kV4l2) return config.v4l2.size.width;
  return config.replay.size ? config.replay.size->width : Optics{}.width_px;
}

/// The detector, set for the distances the configuration asks for.
Result<FollowingDetector> detector(const Config& config, const ModelStore& models) {
  auto detector = FaceDetector::create(models);
  if (!detector) return fail(std::move(detector.error()));
  const double scale = search_scale({config.recognition.nearest_m, config.recognition.farthest_m},
                                    {frame_width(config.camera), config.camera.horizontal_fov_deg});
  constexpr std::chrono::milliseconds kWholeEvery{200};  // so late at most a newcomer behind the visitor is seen
  if (!config.models.second_detector) return FollowingDetector(*std::move(detector), scale, kWholeEvery);
  auto supplement = SupplementaryDetector::create(models, *config.models.second_detector);
  if (!supplement) return fail(std::move(supplement.error()));
  return FollowingDetector(*std::move(detector), scale, kWholeEvery, *std::move(supplement));
}

}  // namespace

Result<std::unique_ptr<GateVision>> open_gate_vision(const Config& config, const ModelStore& models) {
  auto following = detector(config, models);
  if (!following) return fail(following.error());
  auto embedders = open_embedders(models, config.models.embedding, config.models.second_embedding);
  if (!embedders) return fail(embedders.error());
  Embedders masked = config.recognition.masked_curve ? masked_embedders(*embedders) : Embedders{};
  return std::make_unique<GateVision>(
      GateVision{*std::move(following), *std::move(embedders), std::move(masked), config.recognition.quality});
}

Result<std::unique_ptr<LivenessCheck>> open_liveness(const Config& config, const ModelStore& models,
                                                     const GateVision& vision) {
  if (config.recognition.liveness == LivenessMode::kOff) return nullptr;
  std::optional<LivenessNet> net;
  if (config.models.liveness) {
    auto loaded = LivenessNet::create(models, *config.models.liveness);
    if (!loaded) return fail(loaded.error());
    net = *std::move(loaded);
  }
  // Turns must not be foreseen: drawn from the system's own source, not from a seed.
  ChallengePresentationAttackDetector challenge(
      {}, [] { return std::random_device{}(); }, sample_by(*vision.embedders.front()));
  return std::make_unique<LivenessCheck>(config.recognition.liveness, PassivePresentationAttackDetector(std::move(net)),
                                         std::move(challenge));
}

}  // namespace gate
