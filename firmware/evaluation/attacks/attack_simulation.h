#pragma once

#include <array>
#include <functional>
#include <opencv2/core.hpp>
#include <string_view>

#include "presentation_attack/challenge_prompt.h"
#include "vision/face.h"

namespace gate {

/// SIMULATED presentations, made from one photograph each. kHead is the living counterpart, all others are attacks.
enum class Presentation {
  kHead,          ///< a head that turns as it is asked to
  kPrint,         ///< a large print, its edges out of view, moved and tilted by hand as asked
  kPrintEdge,     ///< a smaller one whose white border shows
  kPrintBent,     ///< a print bent into a cylinder and turned as asked
  kCutOut,        ///< the face alone, cut out, before a background, tilted as asked
  kScreenStill,   ///< a still on a tablet with a bezel, tilted as asked
  kScreenReplay,  ///< a head that turned as it pleased, filmed and shown on a tablet, held still
  kStillUnmoved,  ///< a print held as still as a hand can
};
constexpr std::size_t kPresentations = 8;
/// "simulated_head", "simulated_print", …
std::string_view to_string(Presentation presentation);

enum class Light { kNeutral, kWarm, kCool, kDim };
constexpr std::size_t kLights = 4;
std::string_view to_string(Light light);

/// How good the artefact and the camera's picture are.
struct Conditions {
  double quality = 1;      ///< of the artefact, 0..1: resolution and contrast of a print, pixel grid of a screen
  double noise_sigma = 0;  ///< of the sensor
  Light light = Light::kNeutral;
};

/// The scene as a camera shows it in that light and with that noise.
cv::Mat filmed(const cv::Mat& scene, const Conditions& conditions, cv::RNG& random);

/// One presentation, played against the prompts of a challenge. Deterministic in the seed. Thread-bound; about 15 ms a
/// frame.
class SimulatedPresentation {
 public:
  /// `photo` with its face's landmarks; `background` is behind a print or screen.
  SimulatedPresentation(Presentation presentation, const cv::Mat& photo, const Face& face, const cv::Mat& background,
                        Conditions conditions, std::uint64_t seed);

  /// The frame, 640x480, `seconds` after the start; `ask` is what the screen showed until then. Time goes forward.
  cv::Mat frame(double seconds, ChallengePrompt::Ask ask);

 private:
  /// How far the one in front has turned by now, -1 .. 1, following what is asked with a person's delay.
  double follow(double seconds, ChallengePrompt::Ask ask);
  double as_it_pleases(double seconds) const;
  cv::Mat artefact(double seconds, double turned_by) const;
  cv::Mat render(double seconds, double turned_by) const;
  cv::Mat placed(const cv::Mat& flat, const cv::Mat& mask, double seconds, double turned_by) const;

  Presentation presentation_;
  Conditions conditions_;
  cv::Mat picture_;  ///< 640x480, the face in the middle
  Face face_;
  cv::Mat background_;
  cv::RNG random_;
  struct Person {
    double reaction = 0.4;  ///< seconds
    double movement = 0.5;
    double reach_deg = 35;
    double tilt_deg = 42;
    double phase = 0;
  } person_;
  struct Movement {
    double from = 0;
    double to = 0;
    double starts = -10;
  } movement_;
  ChallengePrompt::Ask asked_ = ChallengePrompt::Ask::kNothing;
};

}  // namespace gate
