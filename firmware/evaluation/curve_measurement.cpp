#include "evaluation/curve_measurement.h"

#include <chrono>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "common/iso_time.h"
#include "vision/masked_embedder.h"

namespace gate {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kFirstHundredth = 30;  // nearer faces of different people were never seen by any of the nets
constexpr double kPastFmr = 0.1;     // looser thresholds are nobody's choice

std::size_t identities(const FaceCollection& collection) {
  std::set<std::string> all;
  for (const auto& picture : collection.persons) all.insert(picture.identity);
  return all.size();
}

std::vector<CurvePoint> points_of(const Trials& trials) {
  std::vector<CurvePoint> points;
  for (int hundredths = kFirstHundredth; hundredths <= 200; ++hundredths) {
    const float score = static_cast<float>(hundredths) / 100;
    const double fmr = false_accepts(trials, score);
    const bool all_but_the_ruled_out = !points.empty() && fmr > 0 && fmr == points.back().fmr &&
                                       points.back().fnmr == false_refusals(trials, score) &&
                                       std::isinf(trials.non_mated.back()) && fmr >= false_accepts(trials, 100);
    if (fmr > kPastFmr || all_but_the_ruled_out) break;
    const auto events = static_cast<std::uint64_t>(std::llround(fmr * static_cast<double>(trials.non_mated.size())));
    points.push_back({score, fmr, upper_bound95(events, trials.non_mated.size()), false_refusals(trials, score)});
  }
  return points;
}

double hundredth(float value) { return std::round(static_cast<double>(value) * 100) / 100; }

Json models_of(const FaceComparison& comparison) {
  Json models = Json::array();
  for (const ComparedModel& compared : comparison.models()) {
    models.push_back({{"model", compared.model}});
    if (comparison.models().size() == 1) continue;
    models.back()["weight"] = hundredth(compared.weight);
    models.back()["cap"] = hundredth(compared.cap.value);
  }
  return models;
}

std::string today() {
  return iso_time(std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now())).substr(0, 10);
}

bool is_masked(const FaceComparison& comparison) { return comparison.id().ends_with(masked_model({})); }

/// The models' names without their hashes.
std::string curve_name(const FaceComparison& comparison) {
  std::string name;
  for (const ComparedModel& compared : comparison.models())
    name += (name.empty() ? "" : "+") + compared.model.substr(0, compared.model.find('/'));
  return name + (is_masked(comparison) ? "-masked.json" : ".json");
}

}  // namespace

MatchCurve curve_of(const Trials& trials, const Contender& contender) {
  MatchCurve curve;
  curve.comparison = contender.comparison;
  curve.runner_up = contender.runner_up;
  curve.impostor_trials = trials.non_mated.size();
  curve.genuine_trials = trials.mated.size();
  curve.points = points_of(trials);
  curve.distance_cap = Distance{curve.points.empty() ? 0 : curve.points.back().score};
  curve.source = "this collection";
  return curve;
}

Json measure_curve(const FaceCollection& collection, const Contender& contender, const std::string& source) {
  const MatchCurve curve = curve_of(FaceTrials(collection, contender.comparison, kCurveCounts).all(), contender);
  Json points = Json::array();
  for (const CurvePoint& point : curve.points)
    points.push_back({{"score", hundredth(point.score)},
                      {"fmr", point.fmr},
                      {"fmr_upper95", point.fmr_upper95},
                      {"fnmr", point.fnmr}});
  return {{"$schema", "../curve.schema.json"},
          {"models", models_of(contender.comparison)},
          {"enrolled_samples", kCurveCounts.enrolled},
          {"fused_frames", kCurveCounts.frames},
          {"runner_up",
           {{"weight", hundredth(curve.runner_up.weight)}, {"reference", hundredth(curve.runner_up.reference)}}},
          {"distance_cap", hundredth(curve.distance_cap.value)},
          {"impostor_trials", curve.impostor_trials},
          {"genuine_trials", curve.genuine_trials},
          {"source", !source.empty() ? source
                                     : std::to_string(collection.persons.size()) + " photographs of " +
                                           std::to_string(identities(collection)) + " people"},
          {"command", "gatectl evaluate --data DIR --curves-out FOLDER"},
          {"measured_on", today()},
          {"points", std::move(points)}};
}

Status write_curves(const FaceCollection& collection, std::span<const Contender> contenders, const std::string& source,
                    const std::filesystem::path& folder) {
  for (const Contender& contender : contenders) {
    const std::filesystem::path file = folder / curve_name(contender.comparison);
    std::ofstream out(file);
    out << measure_curve(collection, contender, source).dump(2) << '\n';
    if (!out.flush()) return fail(ErrorCode::kIo, file.string() + ": cannot be written");
  }
  return {};
}

}  // namespace gate
