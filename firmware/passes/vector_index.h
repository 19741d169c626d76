#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "passes/wiped.h"

namespace gate {

/// Exact nearest neighbours (Euclidean distance) among rows of numbers. Immutable, so safe to share between threads.
///
/// Rows are scanned as 8-bit integers, a quarter of the memory traffic that floats cost. Each row x is scale * q + e
/// with |e| <= error_, and likewise the probe, so scale * |q_row - q_probe| misses the true distance by at most the
/// two errors: every row inside that bound of the second best so far is measured again in floats. Nothing is missed.
class VectorIndex {
 public:
  struct Hit {
    std::size_t row;
    float distance;
  };
  struct Nearest {
    Hit best;
    std::optional<Hit> runner_up;
  };

  /// `values`: finite, row after row of `dimensions` (> 0) numbers each.
  VectorIndex(Wiped<float> values, std::size_t dimensions);

  /// The nearest row and the next one; of equally near rows the first comes first. Nothing when empty.
  /// `probe`: `dimensions` finite numbers. About 0.3 ms at 100,000 rows of 128.
  std::optional<Nearest> nearest(std::span<const float> probe) const;

  /// How far two rows (< size()) are apart.
  float between(std::size_t row, std::size_t other) const;

  std::size_t size() const { return values_.size() / dimensions_; }
  std::size_t dimensions() const { return dimensions_; }

 private:
  using Quantised = Wiped<std::int8_t>;
  void quantise(std::span<const float> row, std::span<std::int8_t> out) const;
  double quantisation_error(std::span<const float> row, std::span<const std::int8_t> quantised) const;
  std::int32_t worth_measuring(float distance, double probe_error) const;
  float measure(std::size_t row, std::span<const float> probe) const;

  Wiped<float> values_;
  std::size_t dimensions_;
  std::size_t stride_;  ///< of a quantised row: dimensions rounded up to whole blocks
  float scale_ = 1;
  double error_ = 0;  ///< the largest quantisation error of a row
  Quantised quantised_;
};

}  // namespace gate
