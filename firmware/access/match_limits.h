#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/result.h"
#include "templates/face_comparison.h"

namespace gate {

/// How a search's outcome becomes one number, smaller being surer: score = d1 - weight * (d2 - reference), where d1 is
/// the distance to the nearest pass and d2 to the runner-up; d1 alone without a runner-up. A face that is near to two
/// passes is worth less than one near to a single pass: measured (dlib's net, 88 enrolled, 3 + 3 frames, 0.1 % of
/// strangers admitted) 0.1 % of enrolled people missed instead of 0.8 %.
struct RunnerUpRule {
  float weight = 0.5F;     ///< 0 to 1; 0 switches the runner-up off
  float reference = 0.6F;  ///< > 0: how far a runner-up among strangers typically is
};

/// One measured point of a curve.
struct CurvePoint {
  float score = 0;         ///< accept when the score is not above this
  double fmr = 0;          ///< share of impostor trials accepted
  double fmr_upper95 = 1;  ///< its upper bound at 95 % confidence (Clopper-Pearson: 3 / trials when none was)
  double fnmr = 1;         ///< share of genuine trials refused
};

/// A stored, measured accuracy curve of one comparison under stated conditions. config/curve.schema.json documents the
/// file. Trials that a model's cap ruled out count as refused.
struct MatchCurve {
  FaceComparison comparison = FaceComparison::of("");
  int enrolled_samples = 1;      ///< pictures fused into each enrolled template
  int fused_frames = 1;          ///< frames fused into each probe
  std::size_t gallery_size = 1;  ///< people each trial was searched against; 1: plain pairs, score = distance
  RunnerUpRule runner_up;        ///< as used in the trials; only when gallery_size > 1
  Distance distance_cap{0.6F};   ///< no trial with d1 above this was accepted, whatever its score
  std::uint64_t impostor_trials = 0;
  std::uint64_t genuine_trials = 0;
  std::string source;              ///< which pictures, in words
  std::string command;             ///< what made the file
  std::string file;                ///< where it was read from; for the provenance line
  bool provisional = false;        ///< figures quoted, not measured with `command`
  std::vector<CurvePoint> points;  ///< by score, rising
};

/// When a match is accepted, and why at this threshold. Plain data; made by choose_limits().
struct MatchLimits {
  float threshold = 0;       ///< accept scores up to this …
  Distance distance_cap{0};  ///< … and never a nearest pass further than this
  RunnerUpRule runner_up;
  std::vector<Distance> model_caps;      ///< … and by no model of the comparison alone further than its cap
  double stranger_rate = 1;              ///< upper bound (95 %) of strangers admitted at the gallery's size
  double fnmr = 1;                       ///< enrolled people not recognised, at that point of the curve
  bool within_request = false;           ///< whether trials show stranger_rate to be what was asked for
  std::optional<std::string> too_large;  ///< what to tell staff when the gallery is too large for face alone
  std::string provenance;                ///< one line for people: threshold, model, curve, conditions, figures
};

/// The score of a search's outcome; see RunnerUpRule.
float match_score(Distance nearest, std::optional<Distance> runner_up, const RunnerUpRule& rule);

/// The loosest measured point at which at most `max_stranger_rate` (0 to 1, exclusive) of strangers searched against
/// `gallery_size` passes are admitted: 1 - (1 - f)^gallery_size, where f is the upper bound per comparison. When the
/// curve rests on too few trials to show the rate, within_request is false, the provenance says so, and the bound is
/// continued below the nearest impostor seen by the slope of the curve's first measured decade; where even that does
/// not reach, the strictest point is taken. On a curve of plain pairs the runner-up can only tighten: what it would
/// loosen was not measured, so the cap is the threshold itself. kInvalidInput for a rate out of range or a curve that
/// check_curve() refuses. An empty gallery counts as one pass. A gallery is too large for face
/// alone when even the continued bound does not reach the rate, or more than one enrolled person in twenty would be
/// missed. Pure, reentrant.
Result<MatchLimits> choose_limits(const MatchCurve& curve, std::size_t gallery_size, double max_stranger_rate);

/// Within this distance two enrolled faces count as one person's: the curve's loosest point at which at most one pair
/// of different people in a thousand is nearer. Its distance cap where it has none, or is not a curve of plain pairs.
Distance same_face_distance(const MatchCurve& curve);

/// Whether a curve can be believed: scores rise, rates are monotonic and within 0 to 1, bounds lie above their rates
/// and are no tighter than the number of trials allows. kInvalidInput names the point.
Status check_curve(const MatchCurve& curve);

}  // namespace gate
