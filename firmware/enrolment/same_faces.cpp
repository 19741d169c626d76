#include "enrolment/same_faces.h"

#include <algorithm>

#include "passes/vector_index.h"

namespace gate {
namespace {

// same_face_distance() of config/curves/dlib-resnet-v1.json, as a test sees to: FMR 0.09 % at 0.53, 0.0013 % at 0.45,
// where one of 200 pairs of one person is missed.
constexpr float kOnePerson = 0.53F;
constexpr float kOnePersonAmongMany = 0.45F;

}  // namespace

bool same_person(const FaceVector& a, const FaceVector& b) {
  const auto apart = distance(a, b);
  return apart && apart->value <= kOnePerson;
}

std::vector<SameFace> find_same_faces(std::span<const std::optional<FaceVector>> faces) {
  const auto first = std::ranges::find_if(faces, [](const auto& face) { return face.has_value(); });
  if (first == faces.end()) return {};
  const std::size_t dimensions = (*first)->values().size();
  std::vector<std::size_t> rows;
  Wiped<float> values;
  for (std::size_t i = 0; i < faces.size(); ++i) {
    if (!faces[i] || faces[i]->model() != (*first)->model() || faces[i]->values().size() != dimensions) continue;
    rows.push_back(i);
    values.insert(values.end(), faces[i]->values().begin(), faces[i]->values().end());
  }
  const VectorIndex index(std::move(values), dimensions);
  std::vector<SameFace> pairs;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto nearest = index.nearest(faces[rows[i]]->values());
    if (!nearest || !nearest->runner_up) continue;
    // The nearest is the row itself, but for a face that is there twice.
    const VectorIndex::Hit other = nearest->best.row == i ? *nearest->runner_up : nearest->best;
    if (other.distance <= kOnePersonAmongMany) pairs.push_back({rows[i], rows[other.row]});
  }
  return pairs;
}

}  // namespace gate
