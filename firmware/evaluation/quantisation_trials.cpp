#include "evaluation/quantisation_trials.h"

#include <algorithm>
#include <cmath>

#include "templates/quantised_vector.h"

namespace gate {
namespace {

void compare(const FaceTemplate& enrolled, const FaceTemplate& seen, std::vector<QuantisedComparison>& comparisons) {
  const FaceVector& pass = enrolled.vectors().front();
  const FaceVector& probe = seen.vectors().front();
  const auto quantised = QuantisedVector::of(pass);
  const auto exact = distance(pass, probe);
  if (!quantised || !exact) return;
  comparisons.push_back({exact->value, distance(quantised->vector(), probe)->value});
}

}  // namespace

std::vector<QuantisedComparison> quantised_comparisons(const FaceCollection& collection) {
  std::vector<QuantisedComparison> comparisons;
  for (const EvaluatedPair& pair : collection.pairs) {
    const auto& a = collection.persons[pair.a].photo;
    const auto& b = collection.persons[pair.b].photo;
    if (!a || !b) continue;
    compare(*a, *b, comparisons);
    compare(*b, *a, comparisons);
  }
  return comparisons;
}

std::size_t changed_decisions(const std::vector<QuantisedComparison>& comparisons, float threshold) {
  return static_cast<std::size_t>(std::ranges::count_if(comparisons, [threshold](const QuantisedComparison& c) {
    return (c.exact <= threshold) != (c.quantised <= threshold);
  }));
}

float largest_error(const std::vector<QuantisedComparison>& comparisons) {
  float largest = 0;
  for (const QuantisedComparison& c : comparisons) largest = std::max(largest, std::abs(c.quantised - c.exact));
  return largest;
}

}  // namespace gate
