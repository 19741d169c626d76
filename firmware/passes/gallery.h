#pragma once

#include <memory>
#include <optional>
#include <set>
#include <span>
#include <vector>

#include "passes/pass.h"
#include "passes/vector_index.h"
#include "templates/face_comparison.h"

namespace gate {

/// The nearest pass to a probe, and how near the nearest *other* pass is.
struct Match {
  PassId pass;
  Distance distance;
  std::optional<Distance> runner_up;  ///< nothing when the gallery holds one pass only
};

/// The in-memory index of verified passes' templates, for one comparison. Immutable, shared between threads. Holds ids
/// and numbers only (wiped at the end): 656 bytes a pass at 128 numbers, 3216 at 640; certificates stay in the store.
class Gallery {
 public:
  class Builder;

  /// Indexes the passes that have every model of `comparison`; the others are counted in skipped(). One fused vector a
  /// pass.
  static std::shared_ptr<const Gallery> build(std::span<const VerifiedPass> passes, FaceComparison comparison);

  /// Exact nearest neighbour; nothing when empty. Of equally near passes the one added first.
  /// kInvalidInput when the probe lacks a model of the comparison or has vectors of another length.
  /// <= 1 ms at 100,000 passes.
  Result<std::optional<Match>> nearest(const FaceTemplate& probe) const;

  /// The pass that was added as the row-th (< size()), counted from 0, and how far two of them are apart.
  const PassId& pass(std::size_t row) const { return passes_[row]; }
  Distance between(std::size_t row, std::size_t other) const { return Distance{index_.between(row, other)}; }

  std::size_t size() const { return passes_.size(); }
  std::size_t skipped() const { return skipped_; }
  const FaceComparison& comparison() const { return comparison_; }

 private:
  Gallery(FaceComparison comparison, std::vector<PassId> passes, VectorIndex index, std::size_t skipped);

  FaceComparison comparison_;
  std::vector<PassId> passes_;  ///< of the index's rows
  VectorIndex index_;
  std::size_t skipped_;
};

/// Collects a gallery pass by pass, so that no pass need stay in memory. Thread-bound.
class Gallery::Builder {
 public:
  explicit Builder(FaceComparison comparison) : comparison_(std::move(comparison)) {}

  /// False, and counted as skipped, when the pass lacks a model, its vectors differ in length from the first
  /// pass's, or a pass of this id is there already.
  bool add(const VerifiedPass& pass);
  /// How many were added: the row the next one gets.
  std::size_t size() const { return passes_.size(); }
  std::shared_ptr<const Gallery> build() &&;

 private:
  bool append(const Pass& pass);

  FaceComparison comparison_;
  std::set<PassId> known_;
  std::vector<PassId> passes_;
  Wiped<float> values_;
  std::size_t dimensions_ = 0;
  std::size_t skipped_ = 0;
};

}  // namespace gate
