#pragma once

#include <compare>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "common/result.h"

namespace gate {

/// Which model, file and alignment made a vector: name, '/', first 16 hex digits of the model file's SHA-256, '/',
/// alignment; "dlib-resnet-v1/55533b28a95800a5/5pt". Vectors with different ids are never compared.
using ModelId = std::string;

/// How far apart two vectors of one model are; 0 is identical. For dlib's net: Euclidean, same person below about 0.5.
struct Distance {
  float value = 0;
  auto operator<=>(const Distance&) const = default;
};

/// A face as one model's numbers. Wiped from memory when destroyed or overwritten; never printed or logged.
class FaceVector {
 public:
  /// `values`: 1 to 1024 finite numbers; else kInvalidInput. The caller's copy is the caller's to wipe.
  static Result<FaceVector> create(ModelId model, std::span<const float> values);

  FaceVector(const FaceVector&) = default;
  FaceVector(FaceVector&&) noexcept = default;
  FaceVector& operator=(const FaceVector& other);
  FaceVector& operator=(FaceVector&& other) noexcept;
  ~FaceVector();

  const ModelId& model() const { return model_; }
  std::span<const float> values() const { return values_; }

 private:
  FaceVector(ModelId model, std::span<const float> values);
  void wipe() noexcept;

  ModelId model_;
  std::vector<float> values_;
};

/// A face as numbers: one vector per model, each model at most once. Value type, reentrant.
class FaceTemplate {
 public:
  FaceTemplate() = default;
  /// Refuses (kInvalidInput) an empty set and two vectors of one model.
  static Result<FaceTemplate> create(std::vector<FaceVector> vectors);

  std::span<const FaceVector> vectors() const { return vectors_; }
  /// The vector made by `model`, or nullptr.
  const FaceVector* find(const ModelId& model) const;

 private:
  explicit FaceTemplate(std::vector<FaceVector> vectors) : vectors_(std::move(vectors)) {}
  std::vector<FaceVector> vectors_;
};

/// Euclidean distance; kInvalidInput when the models or lengths differ.
Result<Distance> distance(const FaceVector& a, const FaceVector& b);

/// The mean of several templates of one face, model by model, over the models all of them have: averaging different
/// frames or photographs cancels what is particular to one. kInvalidInput when empty or nothing is shared.
Result<FaceTemplate> fuse(std::span<const FaceTemplate> samples);

}  // namespace gate
