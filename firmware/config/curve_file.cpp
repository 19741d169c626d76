#include "config/config_file.h"
#include "config/json_types.h"
#include "config/layered_file.h"

namespace gate {

void from_json(const nlohmann::json& j, CurvePoint& point) {
  j.at("score").get_to(point.score);
  j.at("fmr").get_to(point.fmr);
  j.at("fmr_upper95").get_to(point.fmr_upper95);
  j.at("fnmr").get_to(point.fnmr);
}
void from_json(const nlohmann::json& j, RunnerUpRule& rule) {
  take(j, "weight", rule.weight);
  take(j, "reference", rule.reference);
}

void from_json(const nlohmann::json& j, ComparedModel& compared) {
  j.at("model").get_to(compared.model);
  take(j, "weight", compared.weight);
  take(j, "cap", compared.cap.value);
}

namespace {

Result<MatchCurve> to_curve(const nlohmann::json& document) {
  MatchCurve curve;
  auto comparison = FaceComparison::create(document.at("models").get<std::vector<ComparedModel>>());
  if (!comparison) return fail(comparison.error(), "models");
  curve.comparison = *std::move(comparison);
  take(document, "enrolled_samples", curve.enrolled_samples);
  take(document, "fused_frames", curve.fused_frames);
  take(document, "gallery_size", curve.gallery_size);
  take(document, "runner_up", curve.runner_up);
  take(document, "distance_cap", curve.distance_cap.value);
  take(document, "impostor_trials", curve.impostor_trials);
  take(document, "genuine_trials", curve.genuine_trials);
  take(document, "source", curve.source);
  take(document, "command", curve.command);
  take(document, "provisional", curve.provisional);
  take(document, "points", curve.points);
  return curve;
}

}  // namespace

Result<MatchCurve> load_curve(const std::filesystem::path& file, const ReadText& read) {
  static const Schema kSchema(kCurveSchema);
  const auto document = load_layered(file, kSchema, read);
  if (!document) return fail(document.error());
  try {
    auto curve = to_curve(*document);
    if (!curve) return fail(std::move(curve).error(), file.string());
    curve->file = file.string();
    if (auto checked = check_curve(*curve); !checked) return fail(std::move(checked).error(), file.string());
    return curve;
  } catch (const nlohmann::json::exception& exception) {
    return fail(ErrorCode::kInternal, file.string() + ": schema and reader disagree: " + exception.what());
  }
}

namespace {

Result<CurveSet> load_set(std::initializer_list<std::optional<std::filesystem::path>> files) {
  CurveSet curves;
  for (const auto& file : files) {
    if (!file) continue;
    auto curve = load_curve(*file);
    if (!curve) return fail(curve.error());
    curves.push_back(*std::move(curve));
  }
  return curves;
}

}  // namespace

Result<std::vector<CurveSet>> load_curves(const RecognitionConfig& recognition) {
  auto bare = load_set({recognition.fused_curve, recognition.curve});
  if (!bare) return fail(bare.error());
  auto masked = load_set({recognition.masked_curve});
  if (!masked) return fail(masked.error());
  return std::vector<CurveSet>{*std::move(bare), *std::move(masked)};
}

std::vector<std::vector<FaceComparison>> alternatives_of(const std::vector<CurveSet>& sets) {
  std::vector<std::vector<FaceComparison>> alternatives;
  for (const CurveSet& set : sets) {
    auto& comparisons = alternatives.emplace_back();
    for (const MatchCurve& curve : set) comparisons.push_back(curve.comparison);
  }
  return alternatives;
}

std::vector<MatchCurve> in_one_row(const std::vector<CurveSet>& sets) {
  std::vector<MatchCurve> row;
  for (const CurveSet& set : sets) row.insert(row.end(), set.begin(), set.end());
  return row;
}

}  // namespace gate
