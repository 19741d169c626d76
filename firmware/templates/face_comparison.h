#pragma once

#include <limits>
#include <span>
#include <vector>

#include "common/result.h"
#include "templates/face_template.h"

namespace gate {

/// A model's part in a comparison.
struct ComparedModel {
  ModelId model;
  float weight = 1;  ///< > 0: what its distance counts for beside the others'
  /// Farther apart than this by this model alone is two people, whatever the others say.
  Distance cap{std::numeric_limits<float>::infinity()};
};

/// What of two templates is compared: one model's vectors, or several models' together. Then the distance is the root
/// of the sum of (weight * distance)^2, which is the Euclidean distance of the vectors times their weights put end to
/// end, so that an index of such vectors needs to know nothing of models. Templates that lack a model of a comparison
/// are never compared by it. Value type, immutable, reentrant.
class FaceComparison {
 public:
  /// kInvalidInput for no model, the same one twice, or a weight or cap that is not above 0.
  static Result<FaceComparison> create(std::vector<ComparedModel> models);
  /// Of one model, with weight 1 and no cap.
  static FaceComparison of(ModelId model);

  std::span<const ComparedModel> models() const { return models_; }
  /// The models' ids joined by '+': the ModelId of vector().
  const ModelId& id() const { return id_; }

  /// What an index holds of a template. kInvalidInput when it lacks a model.
  Result<FaceVector> vector(const FaceTemplate& face) const;

  /// How far apart two templates are: kInvalidInput when one lacks a model or lengths differ.
  Result<Distance> distance(const FaceTemplate& a, const FaceTemplate& b) const;

  /// What distances by each model alone, in the order of models(), come to.
  Distance combined(std::span<const Distance> apart) const;

  /// By each model alone, in the order of models(). Errors as distance().
  Result<std::vector<Distance>> apart(const FaceTemplate& a, const FaceTemplate& b) const;

  /// No model alone takes them for two people. False for another number of distances than models.
  bool plausible(std::span<const Distance> apart) const;

 private:
  explicit FaceComparison(std::vector<ComparedModel> models);

  std::vector<ComparedModel> models_;
  ModelId id_;
};

}  // namespace gate
