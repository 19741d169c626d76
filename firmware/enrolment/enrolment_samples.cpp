#include "enrolment/enrolment_samples.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <numeric>

#include "camera/replay_camera.h"
#include "common/clock.h"
#include "vision/photo.h"
#include "vision/photo_vision.h"
#include "vision/quality.h"

namespace gate {
namespace {

constexpr std::size_t kSamples = 5;       // three photographs and three frames do well; more adds little
constexpr std::size_t kMostFrames = 500;  // 5 minutes of video; 20 ms each
constexpr int kFrameStep = 16;            // 0.6 s at 25 frames a second: neighbours hardly differ
constexpr float kSamePerson = 0.6F;       // dlib's figure; FNMR 0.2 %, so one good photograph in 500 is refused
constexpr float kGoodFrame = 0.45F;       // a video has plenty: farther ones are blinks, turns and blur
constexpr double kBystander = 0.7;        // a face so large beside the largest: who is it that enrols?

struct Candidate {
  std::string name;  ///< of the photograph; empty for a frame
  FaceTemplate face;
};

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
      if (count % kFrameStep != 0 || frames_ >= kMostFrames) continue;
      const auto faces = detector_.detect(frame->bgr, {});
      if (!faces) return fail(faces.error(), file.string());
      if (auto added = add("", frame->bgr, *faces, {}, Effort::kFrame); !added) return added;
    }
  }

  EnrolmentSamples choose() && {
    if (candidates_.empty()) return refuse(IssueReason::kPicturesUnusable, no_candidate());
    const std::size_t middle = medoid();
    for (const Candidate& candidate : candidates_) {
      if (!candidate.name.empty() && apart(candidate, candidates_[middle]) > kSamePerson)
        return refuse(IssueReason::kPicturesOfTwoPeople,
                      candidate.name + ": shows another person than the other pictures");
    }
    const FaceTemplate centre = candidates_[middle].face;
    const auto farther_than = [&](float limit) {
      return [&centre, limit](const Candidate& c) { return c.name.empty() && distance_of(c.face, centre) > limit; };
    };
    const auto strangers = std::count_if(candidates_.begin(), candidates_.end(), farther_than(kSamePerson));
    if (4 * static_cast<std::size_t>(strangers) > frames_ && strangers > 0)
      return refuse(IssueReason::kPicturesOfTwoPeople, "the video shows more than one person");
    std::erase_if(candidates_, farther_than(kGoodFrame));
    for (std::size_t next = medoid(); out_.samples.size() < kSamples && next < candidates_.size(); next = farthest())
      out_.samples.push_back(candidates_[next].face);
    return std::move(out_);
  }

 private:
  static Result<FaceTemplate> joined(const FaceTemplate& bare, const FaceTemplate& masked) {
    std::vector<FaceVector> vectors(bare.vectors().begin(), bare.vectors().end());
    vectors.insert(vectors.end(), masked.vectors().begin(), masked.vectors().end());
    return FaceTemplate::create(std::move(vectors));
  }

  EnrolmentSamples refuse(IssueReason reason, std::string what) {
    out_.refusal = {reason, std::move(what)};
    return std::move(out_);
  }

  /// Of several pictures each has a note; of one it is the reason itself.
  std::string no_candidate() const { return out_.notes.size() == 1 ? out_.notes.front() : "no picture can be used"; }

  /// The picture's one good face becomes a candidate; else a photograph is noted, a frame silently passed over.
  Status add(const std::string& name, const cv::Mat& picture, const std::vector<Face>& faces,
             const QualityLimits& limits, Effort effort) {
    if (faces.empty()) return skip(name, "no face found: one face, looking at the camera");
    if (faces.size() > 1 && faces[1].box_px.width >= kBystander * faces[0].box_px.width)
      return skip(name, "more than one face: photograph one person alone");
    if (const Quality quality = assess(picture, faces[0], limits); quality.issue)
      return skip(name, advice(*quality.issue));
    auto face = embed(vision_.embedders, picture, faces[0], effort);
    if (!face) return fail(face.error(), name);
    // Frames of a video get their mask painted too: what is compared later is enrolled, not seen.
    auto masked = embed(masked_, picture, faces[0], Effort::kPhoto);
    if (masked) face = joined(*face, *masked);
    if (!face) return fail(face.error(), name);
    if (name.empty()) ++frames_;
    candidates_.push_back({name, *std::move(face)});
    return {};
  }

  Status skip(const std::string& name, std::string_view why) {
    if (!name.empty()) out_.notes.push_back(name + ": left out: " + std::string(why));
    return {};
  }

  static float distance_of(const FaceTemplate& a, const FaceTemplate& b) {
    const auto apart = distance(a.vectors().front(), b.vectors().front());
    return apart ? apart->value : std::numeric_limits<float>::infinity();
  }
  static float apart(const Candidate& a, const Candidate& b) { return distance_of(a.face, b.face); }

  /// The candidate that is nearest to all others.
  std::size_t medoid() const {
    std::vector<float> sums;
    for (const Candidate& a : candidates_)
      sums.push_back(std::accumulate(candidates_.begin(), candidates_.end(), 0.0F,
                                     [&](float sum, const Candidate& b) { return sum + apart(a, b); }));
    return static_cast<std::size_t>(std::min_element(sums.begin(), sums.end()) - sums.begin());
  }

  /// The candidate farthest from the samples chosen so far; past the end when all others repeat them.
  std::size_t farthest() const {
    std::size_t best = candidates_.size();
    float widest = 0;
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      float nearest = std::numeric_limits<float>::infinity();
      for (const FaceTemplate& sample : out_.samples)
        nearest = std::min(nearest, distance_of(candidates_[i].face, sample));
      if (nearest > widest) {
        widest = nearest;
        best = i;
      }
    }
    return best;
  }

  PhotoVision& vision_;
  const Embedders& masked_;
  const FaceDetector& detector_;
  std::vector<Candidate> candidates_;
  std::size_t frames_ = 0;
  EnrolmentSamples out_;
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
