#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "common/clock.h"
#include "common/result.h"
#include "templates/face_template.h"
#include "vision/face.h"
#include "vision/quality.h"

namespace gate {

/// A face of a frame with what was measured on it.
struct AssessedFace {
  Face face;
  Quality quality;
};

/// How a visitor is followed and sampled. Measured: gatectl evaluate (samples), tests/end_to_end/recognition (the
/// rest).
struct TrackSettings {
  std::size_t samples = 3;                    ///< frames fused into a template; 1 .. 16
  std::chrono::milliseconds sample_gap{120};  ///< at least this between two samples, when the face has moved
  std::chrono::milliseconds still_gap{320};   ///< … and this when it has not: frames of a still face differ little
  std::chrono::milliseconds lost_after{600};  ///< unseen for so long: gone
  std::chrono::milliseconds recheck_every{1000};  ///< once decided, one frame so often: is it still the same person?
  double same_place = 0.3;    ///< intersection over union of two frames' boxes, above which it is one face
  double similar_size = 0.7;  ///< another face as prominent as this share of the visitor's: several_faces
  double at_edge = 0.25;  ///< a face's size counts this much at the frame's left or right edge, in full in the middle
  double staying = 1.25;  ///< the face followed so far counts as so much larger: neighbours do not take turns
  std::chrono::milliseconds takeover{200};  ///< so long a newcomer must be in front of the visitor to become it
  Distance same_person{0.6F};  ///< a sample farther than this from the others is another person's (dlib's figure)
};

/// What the recognition thread does with this frame.
enum class TrackState {
  kNobody,        ///< no face
  kSeveralFaces,  ///< nobody is clearly the one in front
  kPoorQuality,   ///< the visitor's face is not usable now; Sight::quality says why
  kSample,        ///< embed this frame's visitor and call add()
  kWait,          ///< nothing to do with this frame
};

/// The visitor as seen in one frame.
struct Sight {
  TrackState state = TrackState::kNobody;
  std::uint64_t visitor = 0;  ///< counts up with every new visitor; 0: nobody yet
  std::optional<AssessedFace> face;
};

/// Follows the one visitor in front of the terminal over frames and gathers templates of several different good ones.
/// The visitor is the nearest and most central face, for as long as it stays so: whoever stands well behind or passes
/// at the edge is ignored. How high a face is does not count: visitors are children, tall, or sit in wheelchairs. Pure
/// logic: no pictures, no clock, no net. Owner: the recognition thread; thread-bound. Never blocks.
class VisitorTrack {
 public:
  explicit VisitorTrack(TrackSettings settings = {});

  /// Takes a frame's faces; `at` is the frame's capture time and never goes back.
  Sight observe(std::span<const AssessedFace> faces, MonotonicTime at);

  /// The template of the frame observe() answered kSample for. A sample of another person than the ones before starts a
  /// new visitor with it; one of other models than the ones before (a mask was put on or taken off) starts the samples
  /// anew, until a decision is made. An error leaves everything as it was.
  Status add(FaceTemplate sample);

  /// True once enough samples are in: fused() is worth searching for.
  bool ready() const { return samples_.size() >= settings_.samples; }

  /// The samples so far, fused. kInvalidInput when there is none.
  Result<FaceTemplate> fused() const { return fuse(samples_); }

  /// The visitor has been decided on: from now on only a recheck now and then is asked for.
  void mark_decided() { decided_ = true; }
  bool decided() const { return decided_; }

  /// Forgets the decision and the samples but keeps following, to try again.
  void start_over();

  std::uint64_t visitor() const { return visitor_; }

 private:
  double prominence(const AssessedFace& face) const;
  bool is_followed(const AssessedFace& face) const;
  const AssessedFace& most_prominent(std::span<const AssessedFace> faces) const;
  bool taking_over(std::span<const AssessedFace> faces, const AssessedFace& visitor, MonotonicTime at);
  void keep_sight_of_followed(std::span<const AssessedFace> faces, MonotonicTime at);
  void follow(const AssessedFace& face, MonotonicTime at);
  bool wants_sample(const AssessedFace& face, MonotonicTime at) const;
  void new_visitor();

  struct Moment {
    AssessedFace face;
    MonotonicTime at;
  };

  TrackSettings settings_;
  std::vector<FaceTemplate> samples_;   ///< the newest `samples`
  std::optional<Moment> last_seen_;     ///< nothing: nobody is being followed
  std::optional<Moment> last_sampled_;  ///< of this visitor
  std::optional<MonotonicTime> newcomer_since_;
  std::uint64_t visitor_ = 0;
  bool decided_ = false;
};

}  // namespace gate
