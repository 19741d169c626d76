#include "access/match_limits.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace gate {
namespace {

std::string number(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.3g", value);
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

std::string provenance(const MatchCurve& curve, const MatchLimits& limits, std::size_t gallery_size, double asked) {
  std::string line =
      "threshold " + number(limits.threshold) + " for " + curve.model + ": at most " + percent(limits.stranger_rate) +
      " of strangers admitted among " + std::to_string(gallery_size) + " passes (95 % bound; asked: " + percent(asked) +
      "), " + percent(limits.fnmr) + " of enrolled people missed; " + (curve.provisional ? "PROVISIONAL " : "") +
      "curve " + curve.file + ", " + std::to_string(curve.impostor_trials) + " impostor and " +
      std::to_string(curve.genuine_trials) + " genuine trials, " + std::to_string(curve.enrolled_samples) +
      " enrolled and " + std::to_string(curve.fused_frames) + " fused pictures";
  if (!limits.within_request)
    line +=
        "; WARNING: the curve cannot show the rate asked for, its strictest point is used: fewer passes, "
        "more trials or a larger max_stranger_rate would help";
  return line;
}

Status bad_point(std::size_t index, std::string_view problem) {
  return fail(ErrorCode::kInvalidInput, "points[" + std::to_string(index) + "]: " + std::string(problem));
}

bool is_rate(double value) { return value >= 0 && value <= 1; }  // false for NaN

}  // namespace

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
  const auto allowed = [&](const CurvePoint& p) { return stranger_rate(curve, p, gallery_size) <= max_stranger_rate; };
  // The bounds rise with the score, so the points that are good enough come first.
  const auto end = std::ranges::partition_point(curve.points, allowed);
  const bool within_request = end != curve.points.begin();
  const CurvePoint& point = within_request ? *(end - 1) : curve.points.front();

  MatchLimits limits{
      .threshold = point.score,
      .distance_cap = curve.gallery_size > 1 ? curve.distance_cap : std::min(curve.distance_cap, Distance{point.score}),
      .runner_up = curve.runner_up,
      .stranger_rate = stranger_rate(curve, point, gallery_size),
      .fnmr = point.fnmr,
      .within_request = within_request,
      .provenance = {}};
  limits.provenance = provenance(curve, limits, gallery_size, max_stranger_rate);
  return limits;
}

}  // namespace gate
