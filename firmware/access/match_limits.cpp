#include "access/match_limits.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace gate {
namespace {

std::string number(double value) {
  std::array<char, 32> text{};
  (void)std::snprintf(text.data(), text.size(), "%.3g", value);  // 32 bytes hold any %.3g
  return text.data();
}

std::string percent(double rate) { return number(rate * 100) + " %"; }

/// Of strangers searched against `gallery` passes, when one comparison accepts with probability `rate`.
double at_gallery_size(double rate, double gallery) { return -std::expm1(gallery * std::log1p(-rate)); }

/// The curve's rate is per trial of gallery_size comparisons; this is per comparison, and then per search.
double stranger_rate(const MatchCurve& curve, const CurvePoint& point, std::size_t gallery_size) {
  if (point.fmr_upper95 >= 1) return 1;
  const double comparisons = static_cast<double>(std::max<std::size_t>(gallery_size, 1));
  return at_gallery_size(point.fmr_upper95, comparisons / static_cast<double>(curve.gallery_size));
}

/// The loosest point at which no more strangers than asked are admitted; null when there is none.
const CurvePoint* loosest(const MatchCurve& curve, const std::vector<CurvePoint>& points, std::size_t gallery_size,
                          double max_stranger_rate) {
  const auto allowed = [&](const CurvePoint& p) { return stranger_rate(curve, p, gallery_size) <= max_stranger_rate; };
  // The bounds rise with the score, so the points that are good enough come first.
  const auto end = std::ranges::partition_point(points, allowed);
  return end == points.begin() ? nullptr : &*(end - 1);
}

/// Below the nearest impostor seen a curve only says "fewer than 3 in n", flat. There the bound is continued with the
/// slope it had over the first measured decade: distances between different people thin out faster and faster towards
/// zero, so a straight line on a logarithmic scale errs on the safe side.
std::vector<CurvePoint> with_tail_continued(const std::vector<CurvePoint>& points) {
  std::vector<CurvePoint> extended = points;
  const auto seen = std::ranges::find_if(points, [](const CurvePoint& p) { return p.fmr > 0; });
  const auto decade_up =
      std::find_if(seen, points.end(), [&](const CurvePoint& p) { return p.fmr_upper95 >= 10 * seen->fmr_upper95; });
  if (decade_up == points.end()) return extended;
  const double slope =
      std::log(decade_up->fmr_upper95 / seen->fmr_upper95) / static_cast<double>(decade_up->score - seen->score);
  for (CurvePoint& point : extended) {
    if (point.fmr > 0) break;
    const double continued = seen->fmr_upper95 * std::exp(slope * static_cast<double>(point.score - seen->score));
    point.fmr_upper95 = std::min(point.fmr_upper95, continued);
  }
  return extended;
}

std::string provenance(const MatchCurve& curve, const MatchLimits& limits, std::size_t gallery_size, double asked) {
  std::string line = "threshold " + number(limits.threshold) + " for " + curve.comparison.id() + ": at most " +
                     percent(limits.stranger_rate) + " of strangers admitted among " + std::to_string(gallery_size) +
                     " passes (95 % bound; asked: " + percent(asked) + "), " + percent(limits.fnmr) +
                     " of enrolled people missed; " + (curve.provisional ? "PROVISIONAL " : "") + "curve " +
                     curve.file + ", " + std::to_string(curve.impostor_trials) + " impostor and " +
                     std::to_string(curve.genuine_trials) + " genuine trials, " +
                     std::to_string(curve.enrolled_samples) + " enrolled and " + std::to_string(curve.fused_frames) +
                     " fused pictures";
  if (!limits.within_request)
    line +=
        "; WARNING: the curve has too few trials to show the rate asked for; below its nearest impostor it was "
        "continued by its slope, or its strictest point taken: fewer passes, more trials or codes beside faces would "
        "help";
  return line;
}

std::string too_large(const MatchLimits& limits, std::size_t gallery_size, double asked) {
  return std::to_string(gallery_size) + " passes are too many to tell visitors apart by face alone: " +
         (limits.stranger_rate > asked ? "up to " + percent(limits.stranger_rate) + " of strangers would be admitted"
                                       : percent(limits.fnmr) + " of enrolled people would be missed") +
         "; ask for pass codes as well (recognition.identification code_and_face), or keep fewer passes on this "
         "terminal";
}

Status bad_point(std::size_t index, std::string_view problem) {
  return fail(ErrorCode::kInvalidInput, "points[" + std::to_string(index) + "]: " + std::string(problem));
}

bool is_rate(double value) { return value >= 0 && value <= 1; }  // false for NaN

// More enrolled people missed, and staff would spend the day letting them in by hand.
constexpr double kMostMissed = 0.05;
constexpr double kSameFaceRate = 1e-3;  // a warning to staff, not a decision: one false alarm in a thousand pairs

}  // namespace

Distance same_face_distance(const MatchCurve& curve) {
  if (curve.gallery_size > 1) return curve.distance_cap;
  // The rates rise with the score, so the points that are strict enough come first.
  const auto end = std::ranges::partition_point(curve.points, [](const auto& p) { return p.fmr <= kSameFaceRate; });
  return end == curve.points.begin() ? curve.distance_cap : Distance{(end - 1)->score};
}

Status check_curve(const MatchCurve& curve) {
  if (curve.points.empty()) return fail(ErrorCode::kInvalidInput, "points: a curve needs at least one");
  if (curve.impostor_trials == 0 || curve.genuine_trials == 0 || curve.gallery_size == 0)
    return fail(ErrorCode::kInvalidInput, "impostor_trials, genuine_trials and gallery_size must be at least 1");
  // Zero accepted of n trials: the exact 95 % bound is 1 - 0.05^(1/n). 1 % slack for files that round.
  const double tightest = -std::expm1(std::log(0.05) / static_cast<double>(curve.impostor_trials)) * 0.99;
  for (std::size_t i = 0; i < curve.points.size(); ++i) {
    const CurvePoint& point = curve.points[i];
    if (!is_rate(point.fmr) || !is_rate(point.fmr_upper95) || !is_rate(point.fnmr) || !std::isfinite(point.score))
      return bad_point(i, "rates must lie between 0 and 1");
    if (point.fmr_upper95 < point.fmr) return bad_point(i, "fmr_upper95 is below fmr");
    if (point.fmr_upper95 < tightest)
      return bad_point(i, "fmr_upper95 is tighter than impostor_trials allow (" + number(tightest) + ")");
    if (i == 0) continue;
    const CurvePoint& before = curve.points[i - 1];
    if (point.score <= before.score) return bad_point(i, "scores must rise");
    if (point.fmr < before.fmr || point.fmr_upper95 < before.fmr_upper95 || point.fnmr > before.fnmr)
      return bad_point(i, "with a rising score fmr must not fall and fnmr must not rise");
  }
  return {};
}

float match_score(Distance nearest, std::optional<Distance> runner_up, const RunnerUpRule& rule) {
  if (!runner_up) return nearest.value;
  return nearest.value - rule.weight * (runner_up->value - rule.reference);
}

Result<MatchLimits> choose_limits(const MatchCurve& curve, std::size_t gallery_size, double max_stranger_rate) {
  if (!(max_stranger_rate > 0 && max_stranger_rate < 1))
    return fail(ErrorCode::kInvalidInput, "max_stranger_rate must lie between 0 and 1, both excluded");
  if (auto checked = check_curve(curve); !checked) return fail(std::move(checked).error(), curve.file);
  const CurvePoint* shown = loosest(curve, curve.points, gallery_size, max_stranger_rate);
  const std::vector<CurvePoint> extended = with_tail_continued(curve.points);
  const CurvePoint* continued = loosest(curve, extended, gallery_size, max_stranger_rate);
  const CurvePoint& point = shown != nullptr ? *shown : continued != nullptr ? *continued : extended.front();

  MatchLimits limits{
      .threshold = point.score,
      .distance_cap = curve.gallery_size > 1 ? curve.distance_cap : std::min(curve.distance_cap, Distance{point.score}),
      .runner_up = curve.runner_up,
      .model_caps = {},
      .stranger_rate = stranger_rate(curve, point, gallery_size),
      .fnmr = point.fnmr,
      .within_request = shown != nullptr,
      .too_large = {},
      .provenance = {}};
  for (const ComparedModel& compared : curve.comparison.models()) limits.model_caps.push_back(compared.cap);
  if (limits.stranger_rate > max_stranger_rate || limits.fnmr > kMostMissed)
    limits.too_large = too_large(limits, gallery_size, max_stranger_rate);
  limits.provenance = provenance(curve, limits, gallery_size, max_stranger_rate);
  return limits;
}

}  // namespace gate
