#include "attacks/liveness_tally.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace gate {
namespace {

using Json = nlohmann::ordered_json;

}  // namespace

void LivenessTally::add_passive(const LivenessTrial& trial) {
  ++passive_.presentations;
  if (trial.passive.state == LivenessState::kLive) ++passive_.live;
  if (trial.passive.state == LivenessState::kAttack) ++passive_.attack;
  if (trial.passive.sign) ++passive_.signs[std::string(to_string(*trial.passive.sign))];
}

void LivenessTally::add_challenge(const LivenessTrial& trial) {
  ++challenge_.presentations;
  if (trial.admitted_by_challenge()) ++admitted_;
  if (trial.challenge.sign) ++challenge_.signs[std::string(to_string(*trial.challenge.sign))];
  const bool answered = trial.challenge.state == LivenessState::kLive;
  if (answered) ++challenge_.live;
  if (answered && trial.taken) seconds_.push_back(static_cast<double>(trial.taken->count()) / 1000);
  // ISO/IEC 30107-3 counts apart what the system could not process: no face that looked straight ahead.
  if (trial.challenge.state == LivenessState::kUndecided) ++no_response_;
}

Json LivenessTally::passive() const {
  return {{"presentations", passive_.presentations},
          {"live", passive_.live},
          {"undecided", passive_.presentations - passive_.live - passive_.attack},
          {"attack", passive_.attack},
          {"no_face", no_face_},
          {"signs", passive_.signs}};
}

Json LivenessTally::challenge() const {
  Json json = {{"presentations", challenge_.presentations},
               {"answered", challenge_.live},
               {"admitted", admitted_},
               {"no_response", no_response_},
               {"signs", challenge_.signs}};
  if (seconds_.empty()) return json;
  auto sorted = seconds_;
  std::ranges::sort(sorted);
  json["seconds_median"] = sorted[sorted.size() / 2];
  json["seconds_max"] = sorted.back();
  return json;
}

}  // namespace gate
