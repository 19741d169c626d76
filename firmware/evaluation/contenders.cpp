#include "evaluation/contenders.h"

#include <cmath>

namespace gate {
namespace {

// Measured over 752 photographs of 106 people: single photographs at FMR 0.01 % and 1 enrolled + 1 frame at FPIR 0.1 %
// are best and flat between shares of 0.3 and 0.4 for the second net's squared distance; 0.36 makes the weights round.
constexpr float kDlibWeight = 0.8F;
constexpr float kSecondWeight = 0.6F;
// Stricter caps (1 %) refuse right visitors whom the other net is sure of: FNMR 0.059 % at FMR 0.1 % instead of 0.
constexpr double kImplausible = 0.05;

/// The runner-up's typical distance among strangers grows with the spread of a comparison's distances.
RunnerUpRule runner_up_of(const Trials& trials, float dlib_reference, float dlib_threshold) {
  return {.weight = 0.5F, .reference = dlib_reference * threshold_at(trials, 1e-3) / dlib_threshold};
}

}  // namespace

std::vector<Contender> contenders(const FaceCollection& collection) {
  const FusedCounts single{1, 1};
  const FaceComparison dlib = FaceComparison::of(collection.models.front());
  const Trials by_dlib = FaceTrials(collection, dlib, single).all();
  const RunnerUpRule rule;
  std::vector<Contender> result{{"dlib", dlib, rule}};
  if (collection.models.size() < 2) return result;
  const float threshold = threshold_at(by_dlib, 1e-3);
  const FaceComparison second = FaceComparison::of(collection.models[1]);
  const Trials by_second = FaceTrials(collection, second, single).all();
  result.push_back({"second net", second, runner_up_of(by_second, rule.reference, threshold)});
  const auto cap = [](const Trials& trials) {
    return Distance{std::round(threshold_at(trials, kImplausible) * 100) / 100};
  };
  auto both = FaceComparison::create(
      {{collection.models[0], kDlibWeight, cap(by_dlib)}, {collection.models[1], kSecondWeight, cap(by_second)}});
  if (!both) return result;
  const Trials by_both = FaceTrials(collection, *both, single).all();
  result.push_back({"both", *both, runner_up_of(by_both, rule.reference, threshold)});
  return result;
}

}  // namespace gate
