#include "templates/face_template.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace gate {
namespace {
constexpr std::size_t kMaxValues = 1024;  // twice the largest net in use (512)
}

Result<FaceVector> FaceVector::create(ModelId model, std::span<const float> values) {
  if (model.empty()) return fail(ErrorCode::kInvalidInput, "face vector without a model id");
  if (values.empty() || values.size() > kMaxValues)
    return fail(ErrorCode::kInvalidInput,
                "face vector of " + std::to_string(values.size()) + " numbers; 1 to 1024 are allowed");
  if (!std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); }))
    return fail(ErrorCode::kInvalidInput, "face vector with a number that is not finite");
  return FaceVector(std::move(model), values);
}

FaceVector::FaceVector(ModelId model, std::span<const float> values)
    : model_(std::move(model)), values_(values.begin(), values.end()) {}

FaceVector& FaceVector::operator=(const FaceVector& other) {
  if (this != &other) *this = FaceVector(other);
  return *this;
}

FaceVector& FaceVector::operator=(FaceVector&& other) noexcept {
  if (this == &other) return *this;
  wipe();  // the old numbers must not linger in the freed or swapped buffer
  model_ = std::move(other.model_);
  values_ = std::move(other.values_);
  return *this;
}

FaceVector::~FaceVector() { wipe(); }

void FaceVector::wipe() noexcept {
  if (!values_.empty()) explicit_bzero(values_.data(), values_.size() * sizeof(float));
}

Result<FaceTemplate> FaceTemplate::create(std::vector<FaceVector> vectors) {
  if (vectors.empty()) return fail(ErrorCode::kInvalidInput, "face template without vectors");
  for (auto it = vectors.begin(); it != vectors.end(); ++it) {
    const bool repeated =
        std::any_of(it + 1, vectors.end(), [&](const FaceVector& v) { return v.model() == it->model(); });
    if (repeated) return fail(ErrorCode::kInvalidInput, "face template with two vectors of model " + it->model());
  }
  return FaceTemplate(std::move(vectors));
}

const FaceVector* FaceTemplate::find(const ModelId& model) const {
  const auto it =
      std::find_if(vectors_.begin(), vectors_.end(), [&](const FaceVector& v) { return v.model() == model; });
  return it == vectors_.end() ? nullptr : &*it;
}

Result<Distance> distance(const FaceVector& a, const FaceVector& b) {
  if (a.model() != b.model() || a.values().size() != b.values().size())
    return fail(ErrorCode::kInvalidInput, "vectors of " + a.model() + " and " + b.model() + " cannot be compared");
  float sum = 0;
  for (std::size_t i = 0; i < a.values().size(); ++i) {
    const float d = a.values()[i] - b.values()[i];
    sum += d * d;
  }
  return Distance{std::sqrt(sum)};
}

namespace {

/// The mean of the samples' vectors of one model, or nothing when a sample lacks it.
Result<FaceVector> mean_vector(std::span<const FaceTemplate> samples, const ModelId& model) {
  std::vector<float> sum;
  for (const FaceTemplate& sample : samples) {
    const FaceVector* vector = sample.find(model);
    if (vector == nullptr) return fail(ErrorCode::kNotFound, "a sample lacks model " + model);
    sum.resize(vector->values().size());
    std::transform(sum.begin(), sum.end(), vector->values().begin(), sum.begin(), std::plus<>());
  }
  for (float& value : sum) value /= static_cast<float>(samples.size());
  auto mean = FaceVector::create(model, sum);
  explicit_bzero(sum.data(), sum.size() * sizeof(float));
  return mean;
}

}  // namespace

Result<FaceTemplate> fuse(std::span<const FaceTemplate> samples) {
  if (samples.empty()) return fail(ErrorCode::kInvalidInput, "nothing to fuse");
  std::vector<FaceVector> fused;
  for (const FaceVector& vector : samples.front().vectors()) {
    if (auto mean = mean_vector(samples, vector.model())) fused.push_back(*std::move(mean));
  }
  if (fused.empty()) return fail(ErrorCode::kInvalidInput, "the samples share no model");
  return FaceTemplate::create(std::move(fused));
}

}  // namespace gate
