#include "enrolment/enrolled_face.h"

namespace gate {

Result<FaceTemplate> enrolled_face(const Embedders& bare, const Embedders& masked, const cv::Mat& bgr, const Face& face,
                                   Effort effort) {
  auto seen = embed(bare, bgr, face, effort);
  if (!seen || masked.empty()) return seen;
  // Frames of a video get their mask painted too: what is compared later is enrolled, not seen.
  const auto covered = embed(masked, bgr, face, Effort::kPhoto);
  if (!covered) return fail(covered.error());
  std::vector<FaceVector> vectors(seen->vectors().begin(), seen->vectors().end());
  vectors.insert(vectors.end(), covered->vectors().begin(), covered->vectors().end());
  return FaceTemplate::create(std::move(vectors));
}

}  // namespace gate
