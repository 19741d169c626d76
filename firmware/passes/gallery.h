#pragma once

#include <memory>
#include <optional>
#include <set>
#include <span>
#include <vector>

#include "passes/pass.h"
#include "passes/vector_index.h"
#include "templates/face_template.h"

namespace gate {

/// The nearest pass to a probe, and how near the nearest *other* pass is.
struct Match {
  PassId pass;
  Distance distance;
  std::optional<Distance> runner_up;  ///< nothing when the gallery holds one pass only
};

/// The in-memory index of verified passes' templates of one model. Immutable, shared between threads. Holds ids and
/// numbers only (wiped at the end): 656 bytes a pass at 128 numbers; certificates stay in the store.
class Gallery {
 public:
  class Builder;

  /// Indexes the passes that have a vector of `model`; the others are counted in skipped(). One fused vector a pass.
  static std::shared_ptr<const Gallery> build(std::span<const VerifiedPass> passes, ModelId model);

  /// Exact nearest neighbour; nothing when empty. Of equally near passes the one added first.
  /// kInvalidInput when the probe has no vector of the gallery's model or one of another length.
  /// <= 1 ms at 100,000 passes.
  Result<std::optional<Match>> nearest(const FaceTemplate& probe) const;

  /// The pass that was added as the row-th (< size()), counted from 0, and how far two of them are apart.
  const PassId& pass(std::size_t row) const { return passes_[row]; }
  Distance between(std::size_t row, std::size_t other) const { return Distance{index_.between(row, other)}; }

  std::size_t size() const { return passes_.size(); }
  std::size_t skipped() const { return skipped_; }
  const ModelId& model() const { return model_; }

 private:
  Gallery(ModelId model, std::vector<PassId> passes, VectorIndex index, std::size_t skipped);

  ModelId model_;
  std::vector<PassId> passes_;  ///< of the index's rows
  VectorIndex index_;
  std::size_t skipped_;
};

/// Collects a gallery pass by pass, so that no pass need stay in memory. Thread-bound.
class Gallery::Builder {
 public:
  explicit Builder(ModelId model) : model_(std::move(model)) {}

  /// False, and counted as skipped, when the pass lacks the model, its vectors differ in length from the first
  /// pass's, or a pass of this id is there already.
  bool add(const VerifiedPass& pass);
  /// How many were added: the row the next one gets.
  std::size_t size() const { return passes_.size(); }
  std::shared_ptr<const Gallery> build() &&;

 private:
  bool append(const Pass& pass);

  ModelId model_;
  std::set<PassId> known_;
  std::vector<PassId> passes_;
  Wiped<float> values_;
  std::size_t dimensions_ = 0;
  std::size_t skipped_ = 0;
};

}  // namespace gate
