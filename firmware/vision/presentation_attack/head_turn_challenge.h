#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <opencv2/core/types.hpp>
#include <optional>
#include <vector>

#include "common/clock.h"
#include "presentation_attack/challenge_prompt.h"
#include "presentation_attack/liveness.h"
#include "templates/face_template.h"

namespace gate {

/// Numbers nobody can foresee; std::random_device in a terminal.
using RandomSource = std::function<std::uint32_t()>;

/// The defaults' sources: README.md.
struct ChallengeSettings {
  std::size_t turns = 2;                         ///< asked for one after the other; 1 .. 4
  std::chrono::milliseconds within{4000};        ///< from the first prompt to the last turn
  std::chrono::milliseconds settle{250};         ///< of looking straight ahead, before the first prompt
  std::chrono::milliseconds longest_pause{300};  ///< looking straight for a random time up to this before a prompt
  std::chrono::milliseconds quickest{200};       ///< nobody reacts and turns sooner: the movement was not an answer
  std::chrono::milliseconds lost_after{1000};    ///< unseen for so long: nobody knows who comes back
  double turned = 0.22;    ///< change of Quality::turn that counts as a turn; a flat picture tilted reaches about 0.1
  double wrong = 0.16;     ///< the other way by so much: not what was asked
  double straight = 0.12;  ///< back to within this
  double relief = 0.009;   ///< least PlaneFit::residual and bent_residual that a turned head shows
  double jump = 0.7;       ///< the face's middle moves less between frames, by its side
  Distance same_person{0.55F};         ///< samples while straight, against the first
  Distance same_person_turned{0.65F};  ///< samples while turned: the net is made for frontal faces
};

/// What the challenge looks at in one frame.
struct ChallengeSight {
  MonotonicTime at;
  cv::Rect box_px;
  double turn = 0;  ///< as Quality::turn
  /// The lesser of PlaneFit::residual and bent_residual since begins_relief(); nothing: unknown.
  std::optional<double> relief;
};

/// Asks for head turns at random and judges whether they are made, all by one face that is no flat picture. Only
/// movement after its prompt counts; between two prompts the head comes back to the middle, and a movement the other
/// way or before its prompt fails. Pure logic: no pictures, no clock, no net. Thread-bound. Never blocks.
class HeadTurnChallenge {
 public:
  /// Draws the turns and pauses.
  HeadTurnChallenge(const ChallengeSettings& settings, const RandomSource& random);
  /// Asks for these turns, for recordings; pauses are drawn.
  HeadTurnChallenge(const ChallengeSettings& settings, std::vector<TurnDirection> turns, const RandomSource& random);

  /// Takes a frame's only face; `at` never goes back.
  void observe(const ChallengeSight& sight);
  /// A frame without the face, or with several.
  void observe_nobody(MonotonicTime at);

  /// This frame's face is wanted as a sample of who is answering: embed it and call add(). The challenge cannot end
  /// well without. A sample of another person fails it.
  bool wants_sample() const { return wanted_.has_value(); }
  void add(const FaceTemplate& sample);

  /// True on frames from which movement is measured anew: the face looks straight ahead and a prompt is about to come.
  bool begins_relief() const { return begins_relief_; }

  /// For the screen, as of the last observe().
  ChallengePrompt prompt() const;

  LivenessState state() const { return state_; }
  std::optional<AttackSign> sign() const { return sign_; }

  /// What was seen of one turn, for reports.
  struct Step {
    TurnDirection asked = TurnDirection::kLeft;
    std::optional<std::chrono::milliseconds> moved_after;   ///< past half of a turn, since its prompt
    std::optional<std::chrono::milliseconds> turned_after;  ///< turned, since its prompt
    double largest_turn = 0;                                ///< the way asked, change of Quality::turn
    double largest_relief = 0;
    std::optional<float> distance;  ///< of the sample taken turned to the first
  };
  const std::vector<Step>& steps() const { return steps_; }
  /// From the first prompt to the last turn or the failure; nothing before the first prompt.
  std::optional<std::chrono::milliseconds> taken() const;

 private:
  enum class Phase { kSettle, kPause, kTurn, kReturn, kOver };

  void fail_with(AttackSign sign);
  bool time_is_up();
  bool face_is_continuous(const ChallengeSight& sight);
  void settle(const ChallengeSight& sight);
  void pause(const ChallengeSight& sight);
  void turn(const ChallengeSight& sight);
  void come_back(const ChallengeSight& sight);
  void ask_next(MonotonicTime at);
  void finish_if_complete();
  bool turned_out_of_sight() const;
  double towards(const ChallengeSight& sight) const;

  ChallengeSettings settings_;
  std::vector<Step> steps_;
  std::vector<std::chrono::milliseconds> pauses_;  ///< one before each prompt
  Phase phase_ = Phase::kSettle;
  LivenessState state_ = LivenessState::kUndecided;
  std::optional<AttackSign> sign_;
  std::size_t step_ = 0;
  std::vector<double> straight_turns_;  ///< while settling
  double baseline_ = 0;
  MonotonicTime phase_since_;
  std::optional<MonotonicTime> started_;  ///< first prompt
  std::optional<MonotonicTime> ended_;
  struct Last {
    cv::Rect box_px;
    MonotonicTime at;
  };
  std::optional<Last> last_;
  int frames_turned_ = 0;
  enum class Sample { kFirst, kTurned, kStraight };
  std::optional<Sample> wanted_;
  std::optional<FaceTemplate> first_;
  bool begins_relief_ = false;
  MonotonicTime now_;
};

}  // namespace gate
