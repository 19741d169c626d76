#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "access/observation.h"
#include "common/mailbox.h"
#include "passes/pass_store.h"
#include "presentation_attack/liveness_check.h"
#include "terminal/certificate_judge.h"
#include "terminal/enrolled.h"
#include "terminal/gate_vision.h"
#include "terminal/presented_code.h"
#include "terminal/recogniser.h"

namespace gate {

/// Looks at the one visitor in front until a decision about them is reached, and stands by it while they stay; a
/// refused visitor is looked at anew every kRetryAfter, an admitted one who did not go in after kAdmitAgainAfter.
/// With codes asked for, a pass that the visitor shows is compared with their face alone (1:1), whatever is cached; a
/// code that arrives after a refusal is looked at at once. What was shown is forgotten once it admitted, once the
/// visitor it was used about has gone, or after PresentedCode::kHeldFor.
/// Owner: the recognition thread; thread-bound.
class VisitorRecogniser final : public Recogniser {
 public:
  struct Parts {
    GateVision& vision;
    std::unique_ptr<LivenessCheck> liveness;  ///< null: nobody looks for presentation attacks
    TrackSettings track;
    CertificateJudge judge;
    PassStore& store;                                    ///< for reading a matched pass again
    Mailbox<std::shared_ptr<const Enrolled>>& enrolled;  ///< filled by the loader
    const Clock& clock;
    Identification identification = Identification::kFace;
    Mailbox<std::string>* codes = nullptr;  ///< filled by the code watch; null: none are looked for
  };
  static constexpr std::chrono::milliseconds kRetryAfter{2500};         ///< just past the gate's cool-down
  static constexpr std::chrono::milliseconds kAdmitAgainAfter{10'000};  ///< past an opening nobody used

  /// With mode passive, so long nobody is admitted whose liveness is undecided; then the policy says. Past the 700 ms
  /// before which the detector says nothing, and within the second a visitor may wait.
  static constexpr std::chrono::milliseconds kPassivePatience{900};

  explicit VisitorRecogniser(Parts parts);

  Sighting look(const Frame& frame) override;
  /// Who may be recognised, as published last; null before the loader was first done.
  const std::shared_ptr<const Enrolled>& enrolled();
  const CertificateJudge& judge() const { return parts_.judge; }

 private:
  std::vector<AssessedFace> find_faces(const Frame& frame);
  std::optional<Decision> conclude(const Frame& frame, const Sight& sight, std::size_t people);
  std::optional<Decision> sample(const Frame& frame, const AssessedFace& visitor);
  Decision decide_on(const Frame& frame, Observation observation);
  std::optional<Decision> decide_visitor(const Frame& frame);
  std::optional<Decision> conclude_from_face(const Frame& frame, const Sight& sight, std::size_t people);
  void watch_liveness(const Frame& frame, const Sight& sight);
  bool liveness_pending() const;
  bool waits_for_liveness() const;
  void take_code();
  void forget_code();
  void recognise(Observation& observation);
  void search(const FaceTemplate& probe, Observation& observation);
  void compare_with_code(const FaceTemplate& probe, Observation& observation);
  PassVerification verify_again(ByteView pass, Observation& observation);
  PassVerification verify_again(const PassId& pass, Observation& observation);
  std::optional<Match> nearest(const Gallery& gallery, const FaceTemplate& probe);
  void compare_again(const FaceComparison& comparison, const FaceTemplate& probe, Observation& observation);
  void retry_if_due();

  Parts parts_;
  VisitorTrack track_;
  std::shared_ptr<const Enrolled> enrolled_;  ///< null until the loader has published once: nobody is known
  std::optional<Decision> decision_;          ///< about the visitor in front
  std::uint64_t decided_visitor_ = 0;
  std::uint64_t watched_visitor_ = 0;  ///< whose liveness is being looked at …
  MonotonicTime watched_since_;        ///< … and since when
  MatchLimits limits_;  ///< of the comparison the newest match is by; as default constructed nobody matches
  PresentedCode code_;
  std::uint64_t code_visitor_ = 0;  ///< about whom the code was used; 0: nobody yet
  StepTimes times_;                 ///< of the frame in hand
};

}  // namespace gate
