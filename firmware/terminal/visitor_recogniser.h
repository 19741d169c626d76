#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "access/observation.h"
#include "access/policy.h"
#include "common/mailbox.h"
#include "passes/pass_store.h"
#include "rules/rule_set.h"
#include "terminal/clock_floor.h"
#include "terminal/enrolled.h"
#include "terminal/recogniser.h"
#include "vision/face_embedder.h"
#include "vision/following_detector.h"
#include "vision/visitor_track.h"

namespace gate {

/// Looks at the one visitor in front until a decision about them is reached, and stands by it while they stay; a
/// refused visitor is looked at anew every kRetryAfter, an admitted one who did not go in after kAdmitAgainAfter.
/// Owner: the recognition thread; thread-bound.
class VisitorRecogniser final : public Recogniser {
 public:
  struct Parts {
    FollowingDetector detector;
    std::vector<std::unique_ptr<FaceEmbedder>> embedders;
    QualityLimits quality;
    TrackSettings track;
    Policy policy;
    std::shared_ptr<const RuleSet> rules;  ///< null: the policy alone decides
    std::string country;                   ///< of arrival, for the rules
    const ClockFloor& clock_floor;
    PassStore& store;                                    ///< for reading a matched pass again
    Mailbox<std::shared_ptr<const Enrolled>>& enrolled;  ///< filled by the loader
    const Clock& clock;
  };
  static constexpr std::chrono::milliseconds kRetryAfter{2500};         ///< just past the gate's cool-down
  static constexpr std::chrono::milliseconds kAdmitAgainAfter{10'000};  ///< past an opening nobody used

  explicit VisitorRecogniser(Parts parts);

  Sighting look(const Frame& frame) override;

 private:
  std::vector<AssessedFace> find_faces(const Frame& frame);
  std::optional<Decision> conclude(const Frame& frame, const Sight& sight, std::size_t people);
  std::optional<Decision> sample(const Frame& frame, const AssessedFace& visitor);
  Decision decide_on(const Frame& frame, Observation observation);
  void recognise(Observation& observation);
  void verify_again(const PassId& pass, Observation& observation);
  void retry_if_due();

  Parts parts_;
  VisitorTrack track_;
  std::shared_ptr<const Enrolled> enrolled_;  ///< null until the loader has published once: nobody is known
  std::optional<Decision> decision_;          ///< about the visitor in front
  std::uint64_t decided_visitor_ = 0;
  StepTimes times_;  ///< of the frame in hand
};

}  // namespace gate
