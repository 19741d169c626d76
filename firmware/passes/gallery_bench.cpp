#include "passes/gallery_bench.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "passes/vector_index.h"

namespace gate {
namespace {

constexpr std::size_t kSearches = 101;

/// dlib's templates have about unit length and two people are about 0.8 apart (measured: strangers at 0.6 to 0.9).
Wiped<float> made_up_faces(std::size_t size, std::size_t dimensions, std::mt19937& random) {
  std::normal_distribution<float> normal(0.0f, 0.6f / std::sqrt(static_cast<float>(dimensions)));
  std::vector<float> centre(dimensions);
  for (float& value : centre) value = normal(random) * 1.3f;
  Wiped<float> values(size * dimensions);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = centre[i % dimensions] + normal(random);
  return values;
}

float naive_nearest(const Wiped<float>& values, std::span<const float> probe) {
  float best = std::numeric_limits<float>::infinity();
  for (std::size_t row = 0; row < values.size(); row += probe.size()) {
    float sum = 0;
    for (std::size_t i = 0; i < probe.size(); ++i) sum += (values[row + i] - probe[i]) * (values[row + i] - probe[i]);
    best = std::min(best, sum);
  }
  return best;
}

template <class Search>
std::vector<double> times_us(const Wiped<float>& probes, std::size_t dimensions, Search search) {
  std::vector<double> times;
  [[maybe_unused]] volatile float sink = 0;  // keeps the optimiser from dropping the search
  for (std::size_t at = 0; at < probes.size(); at += dimensions) {
    const auto start = std::chrono::steady_clock::now();
    sink = search(std::span(probes).subspan(at, dimensions));
    const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - start;
    times.push_back(took.count());
  }
  std::sort(times.begin(), times.end());
  return times;
}

}  // namespace

GalleryBench bench_gallery(std::size_t size, std::size_t dimensions) {
  std::mt19937 random(1);  // NOLINT(cert-msc32-c,cert-msc51-cpp): the same every run
  Wiped<float> values = made_up_faces(size + kSearches, dimensions, random);
  const Wiped<float> probes(values.end() - static_cast<std::ptrdiff_t>(kSearches * dimensions), values.end());
  values.resize(size * dimensions);
  const auto naive = times_us(probes, dimensions, [&](auto probe) { return naive_nearest(values, probe); });
  const VectorIndex index(std::move(values), dimensions);
  const auto times = times_us(probes, dimensions, [&](auto probe) { return index.nearest(probe)->best.distance; });
  return {size, times[kSearches / 2], times[kSearches * 95 / 100], naive[kSearches / 2]};
}

}  // namespace gate
