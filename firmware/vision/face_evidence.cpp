#include "vision/face_evidence.h"

#include <numeric>

namespace gate {

void FaceEvidence::add(std::span<const double> scores) {
  looks_ += scores.size();
  sum_ = std::accumulate(scores.begin(), scores.end(), sum_);
  ++times_;
}

FaceEvidence::Belief FaceEvidence::belief() const {
  if (looks_ == 0) return Belief::kOpen;
  const double mean = sum_ / static_cast<double>(looks_);
  const bool complete = looks_ >= settings_.looks;
  if (complete && mean < settings_.mean) return Belief::kGivenUp;
  if (looks_ >= settings_.hopeless_looks && mean < settings_.hopeless) return Belief::kGivenUp;
  const bool enough = complete || (looks_ >= settings_.sure_looks && mean >= settings_.sure);
  return enough && times_ >= settings_.times ? Belief::kBelieved : Belief::kOpen;
}

}  // namespace gate
