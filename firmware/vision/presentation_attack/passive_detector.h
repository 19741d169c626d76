#pragma once

#include <chrono>
#include <optional>

#include "presentation_attack/liveness_net.h"
#include "presentation_attack/point_tracker.h"
#include "presentation_attack/presentation_attack_detector.h"

namespace gate {

/// From when on a signal counts and how much. The defaults' sources: README.md.
struct PassiveSettings {
  std::chrono::milliseconds decide_after{700};  ///< of being seen; sooner nothing is said
  std::chrono::milliseconds net_every{180};     ///< the net looks at one frame so often
  std::chrono::milliseconds anew_every{2500};   ///< points are picked anew so often: they wear out
  double flat_anisotropy = 0.12;                ///< deformed by so much …
  double flat_residual = 0.008;                 ///< … and explained by a plane to within this: flat
  double relief_residual = 0.009;               ///< a plane, and a bent sheet, leave more than this: relief
  int least_relief = 2;       ///< frames with relief without which nobody is live; 0: the net suffices
  double pattern_peak = 2.0;  ///< above: a pattern no face has
  double moved_along = 0.5;   ///< more than this beside the face moves with it: a sheet or device
  double log_odds = 1.5;      ///< from this on live, from its negative on attack
};

/// Watches a visitor who is asked nothing: does the face move as a plane, does what is beside it move along, is there a
/// screen's pattern, what says the liveness net. Signals are added up as log-odds over many frames; the net is trusted
/// less in grey, dim and noisy pictures. Live needs the net for it, some relief, and nobody against it: the net alone
/// takes good prints for faces, and without the net nothing here tells a filmed head from a head, so the verdict then
/// is attack or undecided. Somebody who stands quite still stays undecided too. Thread-bound. Per frame at 640x480:
/// README.md.
class PassivePresentationAttackDetector final : public PresentationAttackDetector {
 public:
  explicit PassivePresentationAttackDetector(std::optional<LivenessNet> net, PassiveSettings settings = {});

  Result<LivenessVerdict> observe(const FaceSight& sight) override;
  const LivenessVerdict& verdict() const override { return verdict_; }
  void reset() override;

 private:
  struct Tally {
    int flat = 0;
    int relief = 0;
    int patterned = 0;
    int pattern_frames = 0;
    int along = 0;
    int along_frames = 0;
    double row_change = 0;
    int row_frames = 0;
    double net_logits = 0;  ///< weighted
    double net_weights = 0;
    double second = 0;
    int second_frames = 0;
  };

  void follow_points(const FaceSight& sight);
  void look_for_screen(const FaceSight& sight);
  Status ask_net(const FaceSight& sight);
  void look_in_second_channel(const FaceSight& sight);
  void score();
  bool seen_alive() const;
  void conclude(MonotonicTime now);

  PassiveSettings settings_;
  std::optional<LivenessNet> net_;
  PointTracker inside_{PointTracker::Where::kInside};
  PointTracker beside_{PointTracker::Where::kBeside};
  Tally tally_;
  LivenessVerdict verdict_;
  std::optional<MonotonicTime> first_seen_;
  MonotonicTime picked_at_;
  std::optional<MonotonicTime> net_at_;
  cv::Mat previous_;
};

/// How far to trust the liveness net on this face, 0..1: less in grey, dim or noisy pictures. Reentrant, 0.1 ms.
double net_trust(const cv::Mat& bgr, const cv::Rect& box_px);

}  // namespace gate
