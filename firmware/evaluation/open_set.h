#pragma once

#include "access/match_limits.h"
#include "evaluation/face_trials.h"

namespace gate {

/// One search of a probe in a gallery.
struct SearchTrial {
  bool enrolled = false;  ///< whether the probe's person is in the gallery
  bool right = false;     ///< … and came out nearest
  float nearest = 0;      ///< score of the nearest
  float runner_up = 0;    ///< of the nearest of another person; infinite without one
};

/// Open-set identification after ISO/IEC 19795-1: again and again half of the people are enrolled, drawn at random
/// (always the same draws), and everybody comes to the gate.
struct OpenSet {
  std::size_t gallery = 0;  ///< people enrolled in each draw
  std::vector<std::vector<SearchTrial>> draws;

  std::size_t searches(bool of_enrolled) const;
};

OpenSet open_set(const FaceTrials& trials);

/// The searches as trials by match_score(): mated those of enrolled people, infinite when another came out nearest.
Trials scored(std::span<const SearchTrial> searches, const RunnerUpRule& rule);

/// A rate over all draws, and where 95 % of the draws lie: other people would give another figure within about that.
struct RateInterval {
  double rate = 0;
  double low = 0;
  double high = 0;
};
/// FNIR where strangers of all draws together are accepted at `fpir`.
RateInterval fnir_at(const OpenSet& open_set, const RunnerUpRule& rule, double fpir);

/// What the terminal would have done.
struct GateOutcome {
  std::size_t strangers = 0;
  std::size_t strangers_admitted = 0;
  std::size_t visitors = 0;          ///< enrolled people
  std::size_t visitors_refused = 0;  ///< or taken for somebody else
  std::size_t mistaken = 0;          ///< taken for somebody else
};
GateOutcome at_limits(const OpenSet& open_set, const MatchLimits& limits);

}  // namespace gate
