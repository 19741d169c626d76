#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "attacks/liveness_bench.h"

namespace gate {

/// Outcomes of presentations of one kind, counted.
class LivenessTally {
 public:
  void add_passive(const LivenessTrial& trial);
  /// In most of its frames no face was found: nothing was presented to the detectors.
  void add_no_face() { ++no_face_; }
  void add_challenge(const LivenessTrial& trial);

  /// {presentations, live, undecided, attack, no_face, signs}; no_face beside the presentations
  nlohmann::ordered_json passive() const;
  /// {presentations, answered, admitted, no_response, signs, seconds_median, seconds_max}
  nlohmann::ordered_json challenge() const;

 private:
  struct Outcomes {
    int presentations = 0;
    int live = 0;
    int attack = 0;
    std::map<std::string, int> signs;
  };
  Outcomes passive_;
  Outcomes challenge_;
  int admitted_ = 0;
  int no_response_ = 0;
  int no_face_ = 0;
  std::vector<double> seconds_;
};

}  // namespace gate
