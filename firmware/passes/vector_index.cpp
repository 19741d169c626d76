#include "passes/vector_index.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace gate {
namespace {

// A block's length is fixed so that the compiler turns its loop into straight vector code (vpsubw, vpmaddwd).
constexpr std::size_t kBlock = 64;
constexpr float kLargest = 127;

/// At most 16 blocks of 64 * 254^2, so 32 bits are ample.
std::int32_t squared_distance(const std::int8_t* a, const std::int16_t* b, std::size_t count) {
  std::int32_t sum = 0;
  for (std::size_t block = 0; block < count; block += kBlock) {
    for (std::size_t i = block; i < block + kBlock; ++i) {
      const auto difference = static_cast<std::int16_t>(a[i] - b[i]);
      sum += difference * difference;
    }
  }
  return sum;
}

float largest_magnitude(std::span<const float> values) {
  float largest = 0;
  for (const float value : values) largest = std::max(largest, std::abs(value));
  return largest;
}

/// The two nearest rows so far.
class BestTwo {
 public:
  void offer(VectorIndex::Hit hit) {
    if (!best_ || hit.distance < best_->distance) {
      second_ = std::exchange(best_, hit);
    } else if (!second_ || hit.distance < second_->distance) {
      second_ = hit;
    }
  }
  float limit() const { return second_ ? second_->distance : std::numeric_limits<float>::infinity(); }
  std::optional<VectorIndex::Nearest> result() const {
    if (!best_) return std::nullopt;
    return VectorIndex::Nearest{*best_, second_};
  }

 private:
  std::optional<VectorIndex::Hit> best_;
  std::optional<VectorIndex::Hit> second_;
};

}  // namespace

VectorIndex::VectorIndex(Wiped<float> values, std::size_t dimensions)
    : values_(std::move(values)), dimensions_(dimensions), stride_((dimensions + kBlock - 1) / kBlock * kBlock) {
  // Tiny or zero galleries of zeros keep scale 1: a scale must divide.
  const float largest = largest_magnitude(values_);
  if (largest / kLargest > 0) scale_ = largest / kLargest;
  quantised_.resize(size() * stride_);
  for (std::size_t row = 0; row < size(); ++row) {
    const auto from = std::span(values_).subspan(row * dimensions_, dimensions_);
    const auto to = std::span(quantised_).subspan(row * stride_, stride_);
    quantise(from, to);
    error_ = std::max(error_, quantisation_error(from, to));
  }
}

void VectorIndex::quantise(std::span<const float> row, std::span<std::int8_t> out) const {
  std::transform(row.begin(), row.end(), out.begin(), [this](float value) {
    return static_cast<std::int8_t>(std::lround(std::clamp(value / scale_, -kLargest, kLargest)));
  });
}

double VectorIndex::quantisation_error(std::span<const float> row, std::span<const std::int8_t> quantised) const {
  double sum = 0;
  for (std::size_t i = 0; i < row.size(); ++i) {
    const double error = static_cast<double>(row[i]) - static_cast<double>(scale_) * quantised[i];
    sum += error * error;
  }
  return std::sqrt(sum);
}

/// The largest quantised squared distance of a row whose measured distance could be below `distance`. Summing up to
/// 1024 floats errs by less than 1024 * 2^-24 of the sum, so half of that of its root: 1e-4 covers both sides.
std::int32_t VectorIndex::worth_measuring(float distance, double probe_error) const {
  const double reach = (static_cast<double>(distance) * 1.0001 + error_ + probe_error) / static_cast<double>(scale_);
  constexpr double kMost = std::numeric_limits<std::int32_t>::max();
  return static_cast<std::int32_t>(std::min(reach * reach + 1, kMost));
}

float VectorIndex::measure(std::size_t row, std::span<const float> probe) const {
  float sum = 0;
  for (std::size_t i = 0; i < dimensions_; ++i) {
    const float difference = values_[row * dimensions_ + i] - probe[i];
    sum += difference * difference;
  }
  return std::sqrt(sum);
}

float VectorIndex::between(std::size_t row, std::size_t other) const {
  return measure(row, std::span(values_).subspan(other * dimensions_, dimensions_));
}

std::optional<VectorIndex::Nearest> VectorIndex::nearest(std::span<const float> probe) const {
  Quantised quantised(stride_);
  quantise(probe, quantised);
  const double probe_error = quantisation_error(probe, quantised);
  const Wiped<std::int16_t> wide(quantised.begin(), quantised.end());  // widened once, not once a row
  BestTwo best;
  std::int32_t limit = std::numeric_limits<std::int32_t>::max();
  const std::size_t rows = size();
  for (std::size_t row = 0; row < rows; ++row) {
    if (squared_distance(&quantised_[row * stride_], wide.data(), stride_) > limit) continue;
    best.offer({row, measure(row, probe)});
    limit = worth_measuring(best.limit(), probe_error);
  }
  return best.result();
}

}  // namespace gate
