#pragma once

#include <string>
#include <vector>

#include "evaluation/error_rates.h"
#include "evaluation/face_collection.h"
#include "templates/face_comparison.h"

namespace gate {

/// How many pictures are fused on each side of a comparison.
struct FusedCounts {
  std::size_t enrolled = 1;  ///< photographs in the enrolled template
  std::size_t frames = 1;    ///< frames in the probe
};

/// The score of two templates: their distance, infinite where a model alone rules it out.
float score(const FaceComparison& comparison, const FaceTemplate& a, const FaceTemplate& b);

/// Verification over pairs.csv, one photograph each side.
Trials pair_trials(const FaceCollection& collection, const FaceComparison& comparison);

/// Every probe of a collection against every enrolled template, all scores computed once. A person's pictures are taken
/// in a row, so many at a time, for enrolled templates and likewise for probes; where both sides share a picture they
/// are never compared. Reentrant once made.
class FaceTrials {
 public:
  FaceTrials(const FaceCollection& collection, const FaceComparison& comparison, FusedCounts fused);

  /// Every comparison: verification, and what curves are made from.
  Trials all() const;
  /// Comparisons of which both people belong to the group.
  Trials within(const std::string& group) const;

  struct Side {
    std::size_t person = 0;  ///< index into groups()
    std::size_t first = 0;   ///< of the person's pictures …
    std::size_t last = 0;    ///< … and one past the last
  };
  std::span<const Side> probes() const { return probes_; }
  std::span<const Side> enrolled() const { return enrolled_; }
  /// Of probes()[probe] and enrolled()[enrolled]. Meaningless where they share a picture.
  float at(std::size_t probe, std::size_t enrolled) const { return scores_[probe * enrolled_.size() + enrolled]; }
  bool share_a_picture(std::size_t probe, std::size_t enrolled) const;

  /// One per person.
  std::span<const std::string> groups() const { return groups_; }

 private:
  template <class Wanted>
  Trials collect(const Wanted& wanted) const;

  std::vector<std::string> groups_;
  std::vector<Side> probes_;
  std::vector<Side> enrolled_;
  std::vector<float> scores_;  ///< probe after probe
};

}  // namespace gate
