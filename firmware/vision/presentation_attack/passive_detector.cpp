#include "presentation_attack/passive_detector.h"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>

#include "presentation_attack/planarity.h"
#include "presentation_attack/screen_cues.h"
#include "presentation_attack/second_channel_cue.h"

namespace gate {
namespace {

/// A single frame's opinion is capped: the net says 1.000 of cut-outs too.
constexpr double kLargestLogit = 4;
constexpr std::size_t kFewestPoints = 15;
/// Evidence that counts as much as it can.
constexpr double kEnoughNetFrames = 4;
constexpr double kEnoughFrames = 6;

double logit(double p) {
  const double bounded = std::clamp(p, 1e-3, 1 - 1e-3);
  return std::clamp(std::log(bounded / (1 - bounded)), -kLargestLogit, kLargestLogit);
}

double share(int part, int whole) { return static_cast<double>(part) / whole; }

/// Log-odds of a score: nothing measured says nothing.
double weighed(const std::optional<double>& score, double weight) { return score ? weight * (2 * *score - 1) : 0; }

}  // namespace

PassivePresentationAttackDetector::PassivePresentationAttackDetector(std::optional<LivenessNet> net,
                                                                     PassiveSettings settings)
    : settings_(settings), net_(std::move(net)) {}

void PassivePresentationAttackDetector::reset() {
  inside_.clear();
  beside_.clear();
  tally_ = {};
  verdict_ = {};
  first_seen_.reset();
  net_at_.reset();
  previous_.release();
}

Result<LivenessVerdict> PassivePresentationAttackDetector::observe(const FaceSight& sight) {
  if (sight.frame.bgr.empty() || sight.frame.bgr.type() != CV_8UC3)
    return fail(ErrorCode::kInvalidInput, "presentation-attack detection needs a picture of 8-bit BGR pixels");
  try {
    if (!first_seen_) first_seen_ = sight.frame.captured_at;
    follow_points(sight);
    look_for_screen(sight);
    look_in_second_channel(sight);
    if (auto asked = ask_net(sight); !asked) return fail(std::move(asked.error()));
  } catch (const cv::Exception& e) {
    return fail(ErrorCode::kInternal, std::string("presentation-attack detection: ") + e.what());
  }
  score();
  conclude(sight.frame.captured_at);
  return verdict_;
}

void PassivePresentationAttackDetector::follow_points(const FaceSight& sight) {
  const MonotonicTime now = sight.frame.captured_at;
  if (inside_.from().size() < kFewestPoints || now - picked_at_ >= settings_.anew_every) {
    inside_.start(sight.frame.bgr, sight.face.box_px);
    beside_.start(sight.frame.bgr, sight.face.box_px);
    picked_at_ = now;
    return;
  }
  inside_.follow(sight.frame.bgr, sight.face.box_px);
  beside_.follow(sight.frame.bgr, sight.face.box_px);
  const auto fit = fit_plane(inside_.from(), inside_.now(), inside_.first_face_px());
  if (fit && fit->anisotropy > settings_.flat_anisotropy && fit->residual < settings_.flat_residual) ++tally_.flat;
  if (fit && std::min(fit->residual, fit->bent_residual) > settings_.relief_residual) ++tally_.relief;
  const auto along =
      gate::moved_along(inside_.from(), inside_.now(), beside_.from(), beside_.now(), inside_.first_face_px());
  if (!along) return;
  ++tally_.along_frames;
  if (*along > settings_.moved_along) ++tally_.along;
}

void PassivePresentationAttackDetector::look_for_screen(const FaceSight& sight) {
  if (const auto peak = gate::pattern_peak(sight.frame.bgr, sight.face.box_px)) {
    ++tally_.pattern_frames;
    if (*peak > settings_.pattern_peak) ++tally_.patterned;
  }
  if (!previous_.empty()) {
    if (const auto rows = row_change(previous_, sight.frame.bgr, sight.face.box_px)) {
      tally_.row_change += *rows;
      ++tally_.row_frames;
    }
  }
  previous_ = sight.frame.bgr;  // shares the frame's pixels, which nobody writes to any more
}

Status PassivePresentationAttackDetector::ask_net(const FaceSight& sight) {
  const MonotonicTime now = sight.frame.captured_at;
  // A turned face is none the net knows.
  if (!net_ || std::abs(sight.quality.turn) > 0.3 || (net_at_ && now - *net_at_ < settings_.net_every)) return {};
  net_at_ = now;
  const auto live = net_->live_probability(sight.frame.bgr, sight.face.box_px);
  if (!live) return fail(live.error());
  const double trust = net_trust(sight.frame.bgr, sight.face.box_px);
  tally_.net_logits += trust * logit(*live);
  tally_.net_weights += trust;
  return {};
}

void PassivePresentationAttackDetector::look_in_second_channel(const FaceSight& sight) {
  if (sight.second == nullptr) return;
  const auto live = second_channel_score(*sight.second, sight.frame.bgr.size(), sight.face.box_px);
  if (!live) return;
  tally_.second += *live;
  ++tally_.second_frames;
}

void PassivePresentationAttackDetector::score() {
  if (tally_.flat + tally_.relief > 0)
    verdict_.score(LivenessSignal::kPlanarity) = (tally_.relief + 1.5) / (tally_.flat + tally_.relief + 3.0);
  if (tally_.pattern_frames >= kEnoughFrames)
    verdict_.score(LivenessSignal::kScreenPattern) =
        1 - std::min(1.0, 4 * share(tally_.patterned, tally_.pattern_frames));
  if (tally_.along_frames > 1)
    verdict_.score(LivenessSignal::kFrameAround) = 1 - share(tally_.along, tally_.along_frames);
  if (tally_.row_frames >= kEnoughFrames)
    verdict_.score(LivenessSignal::kBanding) = 1 - tally_.row_change / tally_.row_frames;
  if (tally_.net_weights > 0) {
    const double mean = tally_.net_logits / tally_.net_weights;
    const double counted = mean * std::min(1.0, tally_.net_weights / kEnoughNetFrames);
    verdict_.score(LivenessSignal::kLivenessNet) = 1 / (1 + std::exp(-counted));
  }
  if (tally_.second_frames > 1) verdict_.score(LivenessSignal::kSecondChannel) = tally_.second / tally_.second_frames;
}

bool PassivePresentationAttackDetector::seen_alive() const {
  return tally_.relief >= settings_.least_relief || verdict_.score(LivenessSignal::kSecondChannel).value_or(0) > 0.8;
}

/// Every signal against counts by itself; for live the net or the second channel must be for it, and nobody against.
void PassivePresentationAttackDetector::conclude(MonotonicTime now) {
  if (now - *first_seen_ < settings_.decide_after) return;
  struct Opinion {
    AttackSign sign;
    double log_odds;
  };
  const auto& net = verdict_.score(LivenessSignal::kLivenessNet);
  const auto& pattern = verdict_.score(LivenessSignal::kScreenPattern);
  const auto& around = verdict_.score(LivenessSignal::kFrameAround);
  const auto& planarity = verdict_.score(LivenessSignal::kPlanarity);
  const auto& second = verdict_.score(LivenessSignal::kSecondChannel);
  const std::array<Opinion, 5> opinions{{
      {AttackSign::kSecondChannel, weighed(second, 3)},
      // How things move outweighs how they look: the net takes good prints and cut-outs for faces.
      {AttackSign::kFlatSurface, planarity ? std::min(0.0, weighed(planarity, 6)) : 0},
      {AttackSign::kFrameAround, around ? std::min(0.0, weighed(around, 3)) : 0},
      {AttackSign::kScreenPattern, pattern ? std::min(0.0, weighed(pattern, 3)) : 0},
      {AttackSign::kLivenessNet, net ? logit(*net) : 0},
  }};
  double sum = 0;
  const Opinion* worst = nullptr;
  for (const Opinion& opinion : opinions) {
    sum += opinion.log_odds;
    if (worst == nullptr || opinion.log_odds < worst->log_odds) worst = &opinion;
  }
  if (sum <= -settings_.log_odds) {
    verdict_.state = LivenessState::kAttack;
    if (!verdict_.sign) verdict_.sign = worst->sign;
  } else if (sum >= settings_.log_odds && worst->log_odds > -1 && seen_alive() &&
             verdict_.state == LivenessState::kUndecided) {
    verdict_.state = LivenessState::kLive;
  }
}

}  // namespace gate
