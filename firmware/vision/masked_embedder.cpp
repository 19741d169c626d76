#include "vision/masked_embedder.h"

#include <strings.h>

#include <cmath>
#include <numeric>
#include <opencv2/core.hpp>
#include <vector>

#include "vision/synthetic_mask.h"

namespace gate {
namespace {

double length(std::span<const float> values) {
  return std::sqrt(std::inner_product(values.begin(), values.end(), values.begin(), 0.0));
}

/// The mean of vectors of length 1 is shorter, and nearer to everybody: brought back to length 1.
Result<FaceVector> at_length_1(const FaceVector& mean, const ModelId& model) {
  std::vector<float> values(mean.values().begin(), mean.values().end());
  const auto by = static_cast<float>(length(values));
  for (float& value : values) value /= by;
  auto result = FaceVector::create(model, values);
  explicit_bzero(values.data(), values.size() * sizeof(float));
  return result;
}

}  // namespace

ModelId masked_model(const ModelId& bare) { return bare + "+mask"; }

Result<FaceVector> as_masked(const FaceVector& bare) {
  return FaceVector::create(masked_model(bare.model()), bare.values());
}

Result<FaceVector> MaskedEmbedder::embed(const cv::Mat& bgr, const Face& face, Effort effort) {
  if (effort == Effort::kPhoto) return painted(bgr, face);
  const auto vector = bare_.embed(bgr, face, effort);
  if (!vector) return fail(vector.error());
  return as_masked(*vector);
}

/// Four masks on one photograph are views enough; the embedder's own views of each add nothing (README.md).
Result<FaceVector> MaskedEmbedder::painted(const cv::Mat& bgr, const Face& face) {
  if (bgr.empty() || bgr.type() != CV_8UC3)
    return fail(ErrorCode::kInvalidInput, "face embedding needs a picture of 8-bit BGR pixels");
  std::vector<FaceTemplate> views;
  try {
    for (const MaskStyle& style : enrolment_masks()) {
      auto vector = bare_.embed(with_mask(bgr, face, style), face, Effort::kFrame);
      if (!vector) return fail(std::move(vector.error()));
      auto view = FaceTemplate::create({*std::move(vector)});
      if (!view) return fail(std::move(view.error()));
      views.push_back(*std::move(view));
    }
  } catch (const cv::Exception& e) {
    return fail(ErrorCode::kInternal, std::string("synthetic mask: ") + e.what());
  }
  const auto mean = fuse(views);
  if (!mean) return fail(mean.error());
  const bool of_length_1 = std::abs(length(views.front().vectors().front().values()) - 1) < 1e-3;
  return of_length_1 ? at_length_1(mean->vectors().front(), model_)
                     : FaceVector::create(model_, mean->vectors().front().values());
}

}  // namespace gate
