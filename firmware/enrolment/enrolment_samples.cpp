#include "enrolment/enrolment_samples.h"

#include <memory>

#include "camera/replay_camera.h"
#include "common/clock.h"
#include "enrolment/enrolled_face.h"
#include "vision/photo.h"
#include "vision/photo_vision.h"
#include "vision/quality.h"

namespace gate {
namespace {

constexpr std::size_t kMostFrames = 500;  // 5 minutes of video; 20 ms each
constexpr int kFrameStep = 16;            // 0.6 s at 25 frames a second: neighbours hardly differ
constexpr double kBystander = 0.7;        // a face so large beside the largest: who is it that enrols?

std::string_view advice(QualityIssue issue) {
  switch (issue) {
    case QualityIssue::kTooFar: return "the face is too small: come closer or crop less";
    case QualityIssue::kTooClose: return "the face is too close: step back";
    case QualityIssue::kOutOfFrame: return "part of the face is outside the picture";
    case QualityIssue::kTurnedAway: return "the face is turned away: look at the camera";
    case QualityIssue::kTooDark: return "too dark: more light from the front";
    case QualityIssue::kTooBright: return "too bright: less light, no sun on the face";
    case QualityIssue::kBlurred: return "blurred: hold still and focus";
  }
  return "not usable";
}

}  // namespace

struct FaceEnroller::Nets {
  PhotoVision vision;
  Embedders masked;  ///< of vision's
  FaceDetector detector;
};

namespace {

/// One person's pictures.
class Enrolment {
 public:
  Enrolment(PhotoVision& vision, const Embedders& masked, const FaceDetector& detector)
      : vision_(vision), masked_(masked), detector_(detector) {}

  Status add_photo(const std::filesystem::path& file) {
    const auto picture = read_photo(file);
    if (!picture) return fail(picture.error());
    const auto faces = vision_.finder.find(*picture);
    if (!faces) return fail(faces.error(), file.string());
    return add(file.string(), *picture, *faces, photo_quality_limits(), Effort::kPhoto);
  }

  Status add_video(const std::filesystem::path& file) {
    const SystemClock clock;
    auto camera = ReplayCamera::open(file, {.pace = ReplayOptions::Pace::kAsFastAsConsumed}, clock);
    if (!camera) return fail(camera.error());
    for (int count = 0;; ++count) {
      const auto frame = (*camera)->next(std::chrono::seconds{1});
      if (!frame && frame.error().code == ErrorCode::kEndOfStream) return {};
      if (!frame) return fail(frame.error());
      if (count % kFrameStep != 0 || choice_.frames() >= kMostFrames) continue;
      const auto faces = detector_.detect(frame->bgr, {});
      if (!faces) return fail(faces.error(), file.string());
      if (auto added = add("", frame->bgr, *faces, {}, Effort::kFrame); !added) return added;
    }
  }

  EnrolmentSamples choose() && { return std::move(choice_).choose(); }

 private:
  /// The picture's one good face becomes a candidate; else a photograph is noted, a frame silently passed over.
  Status add(const std::string& name, const cv::Mat& picture, const std::vector<Face>& faces,
             const QualityLimits& limits, Effort effort) {
    if (faces.empty()) return skip(name, "no face found: one face, looking at the camera");
    if (faces.size() > 1 && faces[1].box_px.width >= kBystander * faces[0].box_px.width)
      return skip(name, "more than one face: photograph one person alone");
    if (const Quality quality = assess(picture, faces[0], limits); quality.issue)
      return skip(name, advice(*quality.issue));
    auto face = enrolled_face(vision_.embedders, masked_, picture, faces[0], effort);
    if (!face) return fail(face.error(), name);
    if (name.empty())
      choice_.add_frame(*std::move(face));
    else
      choice_.add_photo(name, *std::move(face));
    return {};
  }

  Status skip(const std::string& name, std::string_view why) {
    if (!name.empty()) choice_.leave_out(name, why);
    return {};
  }

  PhotoVision& vision_;
  const Embedders& masked_;
  const FaceDetector& detector_;
  SampleChoice choice_;
};

}  // namespace

FaceEnroller::FaceEnroller(std::unique_ptr<Nets> nets) : nets_(std::move(nets)) {}
FaceEnroller::~FaceEnroller() = default;

Result<std::unique_ptr<FaceEnroller>> FaceEnroller::open(const std::filesystem::path& models) {
  auto vision = open_photo_vision(models);
  if (!vision) return fail(vision.error());
  const auto store = ModelStore::open(models);
  if (!store) return fail(store.error());
  auto detector = FaceDetector::create(*store);
  if (!detector) return fail(detector.error());
  auto masked = masked_embedders(vision->embedders);
  auto nets = std::make_unique<Nets>(Nets{*std::move(vision), std::move(masked), *std::move(detector)});
  return std::unique_ptr<FaceEnroller>(new FaceEnroller(std::move(nets)));
}

Result<EnrolmentSamples> FaceEnroller::samples(const EnrolmentSources& sources) {
  Enrolment enrolment(nets_->vision, nets_->masked, nets_->detector);
  for (const auto& photo : sources.photos) {
    if (auto added = enrolment.add_photo(photo); !added) return fail(added.error());
  }
  if (sources.video) {
    if (auto added = enrolment.add_video(*sources.video); !added) return fail(added.error());
  }
  return std::move(enrolment).choose();
}

}  // namespace gate
