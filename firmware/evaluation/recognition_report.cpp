#include "evaluation/recognition_report.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "evaluation/curve_measurement.h"
#include "evaluation/open_set.h"
#include "evaluation/quantisation_trials.h"

namespace gate {
namespace {

using Json = nlohmann::ordered_json;

constexpr double kStrangerRate = 0.001;  // the terminal's default: recognition.max_stranger_rate
constexpr std::size_t kFewPairs = 500;   // fewer comparisons of different people say nothing about a rate of 0.1 %

Json verification(const Trials& trials) {
  Json at_rate = Json::array();
  for (const double fmr : {1e-2, 1e-3, 1e-4}) {
    const float threshold = threshold_at(trials, fmr);
    at_rate.push_back({{"fmr", fmr}, {"threshold", threshold}, {"fnmr", false_refusals(trials, threshold)}});
  }
  Json result{{"mated", trials.mated.size()}, {"non_mated", trials.non_mated.size()}};
  result["fnmr_at_fmr"] = std::move(at_rate);
  return result;
}

/// The fixed distances that dlib's users know.
Json at_distances(const Trials& trials) {
  Json rows = Json::array();
  for (const float threshold : {0.6F, 0.5F, 0.45F})
    rows.push_back({{"threshold", threshold},
                    {"fmr", false_accepts(trials, threshold)},
                    {"fnmr", false_refusals(trials, threshold)}});
  return rows;
}

Json open_set_row(const OpenSet& searched, FusedCounts fused, const RunnerUpRule& rule) {
  Json row{{"enrolled", fused.enrolled},
           {"frames", fused.frames},
           {"runner_up_margin", rule.weight > 0},
           {"gallery", searched.gallery},
           {"draws", searched.draws.size()},
           {"searches_of_enrolled", searched.searches(true)},
           {"searches_of_strangers", searched.searches(false)}};
  Json& at_rate = row["fnir_at_fpir"] = Json::array();
  for (const double fpir : {0.01, 0.003, 0.001}) {
    const RateInterval fnir = fnir_at(searched, rule, fpir);
    at_rate.push_back({{"fpir", fpir}, {"fnir", fnir.rate}, {"low95", fnir.low}, {"high95", fnir.high}});
  }
  return row;
}

Json gate_outcome(const OpenSet& searched, FusedCounts fused, const MatchCurve& curve) {
  const auto limits = choose_limits(curve, searched.gallery, kStrangerRate);
  if (!limits) return {{"error", limits.error().message}};
  const GateOutcome outcome = at_limits(searched, *limits);
  return {{"enrolled", fused.enrolled},
          {"frames", fused.frames},
          {"curve", curve.file.empty() ? curve.source : curve.file},
          {"threshold", limits->threshold},
          {"strangers", outcome.strangers},
          {"strangers_admitted", outcome.strangers_admitted},
          {"visitors", outcome.visitors},
          {"visitors_refused", outcome.visitors_refused},
          {"taken_for_another", outcome.mistaken}};
}

/// The terminal's curve of the same comparison; else what this collection gives.
MatchCurve curve_for(const Contender& contender, const std::vector<MatchCurve>& curves, const Trials& trials) {
  const auto stored = std::ranges::find_if(
      curves, [&](const MatchCurve& curve) { return curve.comparison.id() == contender.comparison.id(); });
  return stored != curves.end() ? *stored : curve_of(trials, contender);
}

/// FMR inside each group where all comparisons together have 0.1 %, worst first.
Json groups(const FaceTrials& trials, float threshold) {
  std::vector<Json> rows;
  for (const std::string& group : std::set<std::string>(trials.groups().begin(), trials.groups().end())) {
    const Trials within = trials.within(group);
    if (within.non_mated.size() < kFewPairs) continue;
    rows.push_back({{"group", group},
                    {"people", std::ranges::count(trials.groups(), group)},
                    {"non_mated", within.non_mated.size()},
                    {"fmr", false_accepts(within, threshold)},
                    {"fnmr", false_refusals(within, threshold)}});
  }
  std::ranges::sort(rows, std::greater{}, [](const Json& row) { return row["fmr"].get<double>(); });
  return rows;
}

Json contender_report(const FaceCollection& collection, const Contender& contender,
                      const std::vector<MatchCurve>& curves) {
  Json report{{"name", contender.name}, {"comparison", contender.comparison.id()}};
  if (!collection.pairs.empty()) report["pairs_csv"] = verification(pair_trials(collection, contender.comparison));
  const MatchCurve curve =
      curve_for(contender, curves, FaceTrials(collection, contender.comparison, kCurveCounts).all());
  for (const FusedCounts fused : {FusedCounts{1, 1}, FusedCounts{1, 3}, FusedCounts{3, 1}, FusedCounts{3, 3}}) {
    const FaceTrials trials(collection, contender.comparison, fused);
    const Trials all = trials.all();
    if (fused.enrolled == 1 && fused.frames == 1) {
      report["all_pairs"] = verification(all);
      if (contender.comparison.models().size() == 1) report["at_distance"] = at_distances(all);
      report["groups"] = groups(trials, threshold_at(all, 1e-3));
    }
    if (fused.enrolled == 1 && fused.frames == 3) report["all_pairs_3_frames"] = verification(all);
    const OpenSet searched = open_set(trials);
    for (const float weight : {0.0F, contender.runner_up.weight})
      report["open_set"].push_back(open_set_row(searched, fused, {weight, contender.runner_up.reference}));
    if (fused.frames == 3) report["at_the_gate"].push_back(gate_outcome(searched, fused, curve));
  }
  return report;
}

/// What quantising dlib's templates for QR passes does to pairs.csv, at the thresholds a curve has: it steps in
/// hundredths.
Json quantisation(const FaceCollection& collection) {
  const auto comparisons = quantised_comparisons(collection);
  const Trials curve = FaceTrials(collection, FaceComparison::of(collection.models.front()), kCurveCounts).all();
  Json rows = Json::array();
  for (const double fmr : {1e-2, 1e-3, 1e-4}) {
    const float threshold = std::floor(threshold_at(curve, fmr) * 100) / 100;
    rows.push_back(
        {{"fmr", fmr}, {"threshold", threshold}, {"changed_decisions", changed_decisions(comparisons, threshold)}});
  }
  return {
      {"comparisons", comparisons.size()}, {"largest_error", largest_error(comparisons)}, {"at_fmr", std::move(rows)}};
}

std::size_t identities(const FaceCollection& collection) {
  std::set<std::string> all;
  for (const auto& picture : collection.persons) all.insert(picture.identity);
  return all.size();
}

}  // namespace

Json acquisition(const std::vector<EvaluatedPicture>& pictures) {
  std::size_t with_face = 0;
  std::size_t good = 0;
  std::map<std::string, int> refused;
  for (const auto& picture : pictures) {
    if (!picture.quality) continue;
    ++with_face;
    picture.quality->issue ? void(++refused[std::string(to_string(*picture.quality->issue))]) : void(++good);
  }
  return {{"pictures", pictures.size()}, {"with_face", with_face}, {"good", good}, {"refused", refused}};
}

Json recognition_report(const FaceCollection& collection, const std::vector<Contender>& contenders,
                        const std::vector<MatchCurve>& curves) {
  Json persons = acquisition(collection.persons);
  const auto missed = persons["pictures"].get<double>() - persons["with_face"].get<double>();
  Json distractors = Json::object();
  for (const auto& [kind, pictures] : collection.distractors) distractors[kind] = acquisition(pictures);
  Json report{{"models", collection.models},
              {"persons", identities(collection)},
              {"acquisition", persons},
              {"failure_to_acquire_rate", missed / persons["pictures"].get<double>()},
              {"distractors", std::move(distractors)}};
  for (const Contender& contender : contenders)
    report["recognition"].push_back(contender_report(collection, contender, curves));
  if (!collection.pairs.empty()) report["quantisation"] = quantisation(collection);
  return report;
}

std::vector<DetLine> det_lines(const FaceCollection& collection, const std::vector<Contender>& contenders) {
  std::vector<DetLine> lines;
  for (const FusedCounts fused : {FusedCounts{1, 1}, kCurveCounts})
    for (const Contender& contender : contenders)
      lines.push_back({contender.name + (fused.frames == 1 ? ", one picture each" : ", three frames fused"),
                       FaceTrials(collection, contender.comparison, fused).all()});
  return lines;
}

}  // namespace gate
