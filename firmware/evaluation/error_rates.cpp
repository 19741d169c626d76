#include "evaluation/error_rates.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace gate {
namespace {

std::size_t up_to(const std::vector<float>& sorted, float threshold) {
  return std::upper_bound(sorted.begin(), sorted.end(), threshold) - sorted.begin();
}

double share(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

/// P(X <= events) for a binomial X, summed from the largest term down: stable for any number of trials.
double binomial_cdf(std::uint64_t events, std::uint64_t trials, double p) {
  const auto n = static_cast<double>(trials);
  double sum = 0;
  for (std::uint64_t i = 0; i <= events; ++i) {
    const auto k = static_cast<double>(i);
    sum += std::exp(std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1) + k * std::log(p) +
                    (n - k) * std::log1p(-p));
  }
  return sum;
}

}  // namespace

void Trials::sort() {
  std::ranges::sort(mated);
  std::ranges::sort(non_mated);
}

double false_accepts(const Trials& trials, float threshold) {
  return share(up_to(trials.non_mated, threshold), trials.non_mated.size());
}

double false_refusals(const Trials& trials, float threshold) {
  return share(trials.mated.size() - up_to(trials.mated, threshold), trials.mated.size());
}

float threshold_at(const Trials& trials, double false_accept_rate) {
  if (trials.non_mated.empty()) return 0;
  const auto allowed = static_cast<std::size_t>(false_accept_rate * static_cast<double>(trials.non_mated.size()));
  if (allowed >= trials.non_mated.size()) return trials.non_mated.back();
  return std::nextafter(trials.non_mated[allowed], -std::numeric_limits<float>::infinity());
}

double upper_bound95(std::uint64_t events, std::uint64_t trials) {
  if (events >= trials) return 1;
  double low = static_cast<double>(events) / static_cast<double>(trials);
  double high = 1;
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    (binomial_cdf(events, trials, middle) > 0.05 ? low : high) = middle;
  }
  return high;
}

}  // namespace gate
