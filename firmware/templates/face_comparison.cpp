#include "templates/face_comparison.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace gate {

FaceComparison::FaceComparison(std::vector<ComparedModel> models) : models_(std::move(models)) {
  for (const ComparedModel& compared : models_) id_ += (id_.empty() ? "" : "+") + compared.model;
}

Result<FaceComparison> FaceComparison::create(std::vector<ComparedModel> models) {
  if (models.empty()) return fail(ErrorCode::kInvalidInput, "a comparison needs a model");
  for (auto it = models.begin(); it != models.end(); ++it) {
    if (!(it->weight > 0 && std::isfinite(it->weight)) || !(it->cap.value > 0))
      return fail(ErrorCode::kInvalidInput, "weight and cap of " + it->model + " must be above 0");
    if (std::any_of(it + 1, models.end(), [&](const ComparedModel& other) { return other.model == it->model; }))
      return fail(ErrorCode::kInvalidInput, it->model + " is compared twice");
  }
  return FaceComparison(std::move(models));
}

FaceComparison FaceComparison::of(ModelId model) {
  return FaceComparison({{.model = std::move(model), .weight = 1, .cap = {std::numeric_limits<float>::infinity()}}});
}

Result<FaceVector> FaceComparison::vector(const FaceTemplate& face) const {
  std::vector<float> all;
  std::size_t size = 0;
  for (const ComparedModel& compared : models_) {
    const FaceVector* vector = face.find(compared.model);
    if (vector == nullptr) return fail(ErrorCode::kInvalidInput, "the template has no vector of " + compared.model);
    size += vector->values().size();
  }
  all.reserve(size);  // growing would leave unwiped copies behind
  for (const ComparedModel& compared : models_)
    for (const float value : face.find(compared.model)->values()) all.push_back(value * compared.weight);
  auto result = FaceVector::create(id_, all);
  explicit_bzero(all.data(), all.size() * sizeof(float));
  return result;
}

Result<Distance> FaceComparison::distance(const FaceTemplate& a, const FaceTemplate& b) const {
  const auto each = apart(a, b);
  if (!each) return fail(each.error());
  return combined(*each);
}

Distance FaceComparison::combined(std::span<const Distance> apart) const {
  double sum = 0;
  for (std::size_t i = 0; i < models_.size(); ++i) {
    const double weighted = static_cast<double>(models_[i].weight) * static_cast<double>(apart[i].value);
    sum += weighted * weighted;
  }
  return Distance{static_cast<float>(std::sqrt(sum))};
}

Result<std::vector<Distance>> FaceComparison::apart(const FaceTemplate& a, const FaceTemplate& b) const {
  std::vector<Distance> each;
  for (const ComparedModel& compared : models_) {
    const FaceVector* of_a = a.find(compared.model);
    const FaceVector* of_b = b.find(compared.model);
    if (of_a == nullptr || of_b == nullptr)
      return fail(ErrorCode::kInvalidInput, "a template has no vector of " + compared.model);
    const auto alone = gate::distance(*of_a, *of_b);
    if (!alone) return fail(alone.error());
    each.push_back(*alone);
  }
  return each;
}

bool FaceComparison::plausible(std::span<const Distance> apart) const {
  return std::ranges::equal(models_, apart,
                            [](const ComparedModel& model, Distance alone) { return alone <= model.cap; });
}

}  // namespace gate
