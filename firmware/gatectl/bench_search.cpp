#include "gatectl/bench_steps.h"
#include "passes/gallery_bench.h"

namespace gate {

BenchReport bench_search() {
  BenchReport report;
  for (const std::size_t size : {1'000, 10'000, 100'000}) {
    const GalleryBench bench = bench_gallery(size);
    report[std::to_string(size) + "_passes"] = {{"median_us", bench.median_us},
                                                {"p95_us", bench.p95_us},
                                                {"plain_loop_median_us", bench.naive_median_us},
                                                {"times_faster", bench.naive_median_us / bench.median_us}};
  }
  return report;
}

}  // namespace gate
