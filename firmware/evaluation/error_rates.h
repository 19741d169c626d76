#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace gate {

/// Comparison or search outcomes of which the truth is known, after ISO/IEC 19795-1: mated (same person) and non-mated
/// trials by their score, smaller meaning more alike. sort() before asking.
struct Trials {
  std::vector<float> mated;  ///< infinity: the right person was not even found
  std::vector<float> non_mated;
  void sort();
};

/// Share of non-mated trials accepted at a threshold (FMR; FPIR for searches). 0 without trials.
double false_accepts(const Trials& trials, float threshold);

/// Share of mated trials refused at it (FNMR; FNIR for searches).
double false_refusals(const Trials& trials, float threshold);

/// The loosest threshold that accepts at most this share of the non-mated trials.
float threshold_at(const Trials& trials, double false_accept_rate);

/// One-sided 95 % upper confidence bound (Clopper-Pearson) of a rate of which `events` were seen in `trials`.
double upper_bound95(std::uint64_t events, std::uint64_t trials);

}  // namespace gate
