#pragma once

#include <cstddef>

namespace gate {

/// How long one search takes, in microseconds, beside a plain float loop over the same rows in the same run.
struct GalleryBench {
  std::size_t size;
  double median_us;
  double p95_us;
  double naive_median_us;
};

/// Searches `size` (1 to 1,000,000) made-up templates of `dimensions` numbers, clustered as faces are. Takes seconds
/// and 5 bytes a number. Reentrant.
GalleryBench bench_gallery(std::size_t size, std::size_t dimensions = 128);

}  // namespace gate
