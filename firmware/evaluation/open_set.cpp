#include "evaluation/open_set.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>
#include <utility>

namespace gate {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr std::size_t kDraws = 60;

/// The enrolled templates of each person, as indices into trials.enrolled().
std::vector<std::vector<std::size_t>> enrolled_by_person(const FaceTrials& trials) {
  std::vector<std::vector<std::size_t>> of(trials.groups().size());
  for (std::size_t e = 0; e < trials.enrolled().size(); ++e) of[trials.enrolled()[e].person].push_back(e);
  return of;
}

void note(SearchTrial& search, float score, bool own) {
  if (score < search.nearest) {
    search.runner_up = std::exchange(search.nearest, score);
    search.right = own;
  } else {
    search.runner_up = std::min(search.runner_up, score);
  }
}

/// One probe in a gallery of the people marked enrolled; of its own person the first template it shares no picture
/// with. Nothing when there is none: such a person cannot be searched fairly.
std::optional<SearchTrial> search(const FaceTrials& trials, const std::vector<std::vector<std::size_t>>& of,
                                  const std::vector<bool>& enrolled, std::size_t probe) {
  const std::size_t person = trials.probes()[probe].person;
  SearchTrial result{.enrolled = enrolled[person], .right = false, .nearest = kInfinity, .runner_up = kInfinity};
  for (std::size_t other = 0; other < of.size(); ++other) {
    if (!enrolled[other]) continue;
    const auto face = std::ranges::find_if(of[other], [&](auto e) { return !trials.share_a_picture(probe, e); });
    if (face != of[other].end())
      note(result, trials.at(probe, *face), other == person);
    else if (other == person)
      return std::nullopt;
  }
  return result;
}

float score_of(const SearchTrial& search, const RunnerUpRule& rule) {
  if (std::isinf(search.nearest)) return kInfinity;
  const auto runner_up = std::isinf(search.runner_up) ? std::nullopt : std::optional(Distance{search.runner_up});
  return match_score(Distance{search.nearest}, runner_up, rule);
}

Trials all_scored(const OpenSet& open_set, const RunnerUpRule& rule) {
  std::vector<SearchTrial> all;
  for (const auto& draw : open_set.draws) all.insert(all.end(), draw.begin(), draw.end());
  return scored(all, rule);
}

}  // namespace

std::size_t OpenSet::searches(bool of_enrolled) const {
  std::size_t count = 0;
  for (const auto& draw : draws)
    count += std::ranges::count_if(draw, [&](const SearchTrial& s) { return s.enrolled == of_enrolled; });
  return count;
}

OpenSet open_set(const FaceTrials& trials) {
  const auto of = enrolled_by_person(trials);
  OpenSet result{.gallery = of.size() / 2, .draws = {}};
  std::mt19937 random(19795);  // any fixed number: the draws must be repeatable
  std::vector<bool> enrolled(of.size());
  std::fill_n(enrolled.begin(), result.gallery, true);
  for (std::size_t draw = 0; draw < kDraws; ++draw) {
    std::shuffle(enrolled.begin(), enrolled.end(), random);
    auto& searches = result.draws.emplace_back();
    for (std::size_t probe = 0; probe < trials.probes().size(); ++probe)
      if (const auto found = search(trials, of, enrolled, probe)) searches.push_back(*found);
  }
  return result;
}

Trials scored(std::span<const SearchTrial> searches, const RunnerUpRule& rule) {
  Trials trials;
  for (const SearchTrial& search : searches) {
    const float score = score_of(search, rule);
    if (!search.enrolled)
      trials.non_mated.push_back(score);
    else
      trials.mated.push_back(search.right ? score : kInfinity);
  }
  trials.sort();
  return trials;
}

RateInterval fnir_at(const OpenSet& open_set, const RunnerUpRule& rule, double fpir) {
  const Trials all = all_scored(open_set, rule);
  const float threshold = threshold_at(all, fpir);
  std::vector<double> rates;
  for (const auto& draw : open_set.draws) rates.push_back(false_refusals(scored(draw, rule), threshold));
  std::ranges::sort(rates);
  const auto quantile = [&](double q) {
    return rates[static_cast<std::size_t>(q * static_cast<double>(rates.size() - 1))];
  };
  return {false_refusals(all, threshold), quantile(0.025), quantile(0.975)};
}

GateOutcome at_limits(const OpenSet& open_set, const MatchLimits& limits) {
  GateOutcome outcome;
  for (const auto& draw : open_set.draws) {
    for (const SearchTrial& search : draw) {
      const bool admitted =
          search.nearest <= limits.distance_cap.value && score_of(search, limits.runner_up) <= limits.threshold;
      ++(search.enrolled ? outcome.visitors : outcome.strangers);
      if (!search.enrolled)
        outcome.strangers_admitted += admitted ? 1 : 0;
      else if (!admitted || !search.right)
        ++outcome.visitors_refused;
      if (search.enrolled && admitted && !search.right) ++outcome.mistaken;
    }
  }
  return outcome;
}

}  // namespace gate
