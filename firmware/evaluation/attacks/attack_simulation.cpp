#include "attacks/attack_simulation.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>

#include "attacks/simulated_surface.h"

namespace gate {
namespace {

using Ask = ChallengePrompt::Ask;

constexpr std::array<std::string_view, kPresentations> kNames{
    "simulated_head",    "simulated_print",        "simulated_print_edge",    "simulated_print_bent",
    "simulated_cut_out", "simulated_screen_still", "simulated_screen_replay", "simulated_print_unmoved"};
constexpr std::array<std::string_view, kLights> kLightNames{"neutral", "warm", "cool", "dim"};

const cv::Size kFrame(640, 480);
constexpr double kFacePx = 150;

/// The photograph resized and moved so that its face has the usual size in the middle of a frame.
cv::Matx23d into_frame(const Face& face) {
  const double scale = kFacePx / face.box_px.width;
  const cv::Point2d centre = cv::Point2d(face.box_px.tl() + face.box_px.br()) * 0.5;
  return {scale, 0, kFrame.width / 2.0 - scale * centre.x, 0, scale, kFrame.height / 2.0 - scale * centre.y};
}

/// warpAffine looks at four pixels only: made smaller first, so that no pattern comes in that the photograph lacks.
cv::Mat framed(const cv::Mat& photo, cv::Matx23d map) {
  cv::Mat source = photo;
  if (map(0, 0) < 1) {
    cv::resize(photo, source, {}, map(0, 0), map(0, 0), cv::INTER_AREA);
    map(0, 0) = map(1, 1) = 1;
  }
  cv::Mat out;
  cv::warpAffine(source, out, map, kFrame, cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  return out;
}

Face moved(const Face& face, const cv::Matx23d& map) {
  Face out = face;
  for (cv::Point2f& p : out.landmarks_px) {
    const cv::Vec2d to = map * cv::Vec3d(p.x, p.y, 1);
    p = cv::Point2f(static_cast<float>(to[0]), static_cast<float>(to[1]));
  }
  out.box_px = cv::Rect(cvRound(kFrame.width / 2.0 - kFacePx / 2), cvRound(kFrame.height / 2.0 - kFacePx / 2),
                        cvRound(kFacePx), cvRound(kFacePx));
  return out;
}

/// Gamut of office prints: paper is darker than light, ink brighter than shadow, colours paler.
cv::Mat printed(const cv::Mat& picture, double quality) {
  cv::Mat out;
  cv::GaussianBlur(picture, out, {}, 0.4 + 1.0 * (1 - quality));
  cv::Mat grey;
  cv::cvtColor(out, grey, cv::COLOR_BGR2GRAY);
  cv::cvtColor(grey, grey, cv::COLOR_GRAY2BGR);
  cv::addWeighted(out, 0.7 + 0.2 * quality, grey, 0.3 - 0.2 * quality, 0, out);
  out.convertTo(out, CV_8UC3, 0.65 + 0.2 * quality, 35 - 20 * quality);
  return out;
}

/// A display's light, its grid of pixels beating with the camera's, a lamp's reflection.
cv::Mat displayed(const cv::Mat& picture, double quality, double phase) {
  cv::Mat out;
  picture.convertTo(out, CV_32FC3, 1 / 255.0);
  cv::pow(out, 1.15, out);
  cv::multiply(out, cv::Scalar(1.08 * 255, 255, 0.94 * 255), out);
  const double depth = 0.02 + 0.12 * (1 - quality);
  const double pitch = 2.3 + 0.7 * phase;
  for (int y = 0; y < out.rows; ++y) {
    auto* const row = out.ptr<cv::Vec3f>(y);
    for (int x = 0; x < out.cols; ++x) {
      const double wave = std::sin(2 * std::numbers::pi * (x + 0.13 * y) / pitch) *
                          std::sin(2 * std::numbers::pi * (y - 0.13 * x) / pitch);
      row[x] *= static_cast<float>(1 + depth * wave);
    }
  }
  cv::Mat glare(picture.size(), CV_32FC3, cv::Scalar::all(0));
  cv::circle(glare, {cvRound(picture.cols * (0.3 + 0.4 * phase)), picture.rows / 3}, 22, cv::Scalar::all(110), -1);
  cv::GaussianBlur(glare, glare, {}, 14);
  out += glare;
  out.convertTo(out, CV_8UC3);
  return out;
}

cv::Scalar gain_of(Light light) {
  switch (light) {
    case Light::kNeutral: return cv::Scalar(1, 1, 1);
    case Light::kWarm: return cv::Scalar(0.62, 0.9, 1.12);
    case Light::kCool: return cv::Scalar(1.15, 1, 0.8);
    case Light::kDim: return cv::Scalar(0.4, 0.4, 0.4);
  }
  return cv::Scalar(1, 1, 1);
}

double smooth(double t) {
  const double s = std::clamp(t, 0.0, 1.0);
  return s * s * (3 - 2 * s);
}

double wanted_turn(Ask ask) {
  // A turn to the visitor's left shows towards the picture's right.
  if (ask == Ask::kTurnLeft) return 1;
  return ask == Ask::kTurnRight ? -1 : 0;
}

bool head_moves(Presentation p) { return p == Presentation::kHead || p == Presentation::kScreenReplay; }
bool on_screen(Presentation p) { return p == Presentation::kScreenStill || p == Presentation::kScreenReplay; }

}  // namespace

std::string_view to_string(Presentation p) { return kNames.at(static_cast<std::size_t>(p)); }
std::string_view to_string(Light light) { return kLightNames.at(static_cast<std::size_t>(light)); }

SimulatedPresentation::SimulatedPresentation(Presentation presentation, const cv::Mat& photo, const Face& face,
                                             const cv::Mat& background, Conditions conditions, std::uint64_t seed)
    : presentation_(presentation), conditions_(conditions), face_(moved(face, into_frame(face))), random_(seed) {
  picture_ = framed(photo, into_frame(face));
  cv::resize(background, background_, kFrame, 0, 0, cv::INTER_AREA);
  cv::GaussianBlur(background_, background_, {}, 1.5);
  // Reactions to a prompt on a screen and turns of the head as people make them, roughly.
  person_ = {.reaction = random_.uniform(0.25, 0.6),
             .movement = random_.uniform(0.35, 0.7),
             .reach_deg = random_.uniform(25.0, 38.0),
             .tilt_deg = random_.uniform(30.0, 50.0),
             .phase = random_.uniform(0.0, 1.0)};
}

double SimulatedPresentation::follow(double seconds, Ask ask) {
  const auto at = [&](double t) {
    return movement_.from + (movement_.to - movement_.from) * smooth((t - movement_.starts) / person_.movement);
  };
  if (ask != asked_) {
    const double reaction = person_.reaction * random_.uniform(0.8, 1.2);
    movement_ = {.from = at(seconds), .to = wanted_turn(ask), .starts = seconds + reaction};
    asked_ = ask;
  }
  return at(seconds);
}

/// Recorded on another occasion: after a while one way and back, then one way and back.
double SimulatedPresentation::as_it_pleases(double seconds) const {
  const double first = 0.6 + 2.2 * person_.phase;
  const double hold = person_.movement + 0.2;
  const auto bump = [&](double from) {
    return smooth((seconds - from) / person_.movement) - smooth((seconds - from - hold) / person_.movement);
  };
  const auto bits = static_cast<int>(person_.phase * 1000);
  return ((bits & 1) != 0 ? 1 : -1) * bump(first) + ((bits & 2) != 0 ? 1 : -1) * bump(first + 2 * hold + 0.4);
}

cv::Mat SimulatedPresentation::frame(double seconds, Ask ask) {
  const double turned_by = presentation_ == Presentation::kScreenReplay ? as_it_pleases(seconds) : follow(seconds, ask);
  return filmed(render(seconds, turned_by), conditions_, random_);
}

cv::Mat SimulatedPresentation::artefact(double seconds, double turned_by) const {
  const double sway = 1.5 * std::sin(seconds * 1.7 + 6 * person_.phase);  // nobody stands quite still
  if (head_moves(presentation_)) return turned(picture_, face_, Relief::kHead, sway + person_.reach_deg * turned_by);
  if (presentation_ == Presentation::kPrintBent)
    return turned(picture_, face_, Relief::kBentSheet, sway + person_.tilt_deg * turned_by);
  return picture_;
}

cv::Mat SimulatedPresentation::render(double seconds, double turned_by) const {
  cv::Mat flat = artefact(seconds, turned_by);
  if (presentation_ == Presentation::kHead) return flat;
  flat = on_screen(presentation_) ? displayed(flat, conditions_.quality, person_.phase)
                                  : printed(flat, conditions_.quality);
  cv::Mat mask(kFrame, CV_8UC1, cv::Scalar(255));
  const cv::Point centre = (face_.box_px.tl() + face_.box_px.br()) / 2;
  const int side = face_.box_px.width;
  if (presentation_ == Presentation::kCutOut) {
    mask.setTo(0);
    cv::ellipse(mask, centre, {side * 52 / 100, side * 72 / 100}, 0, 0, 360, cv::Scalar(255), -1, cv::LINE_AA);
  } else if (presentation_ == Presentation::kPrintEdge || on_screen(presentation_)) {
    const cv::Rect sheet(centre.x - side * 9 / 10, centre.y - side * 12 / 10, side * 18 / 10, side * 24 / 10);
    mask.setTo(0);
    cv::rectangle(mask, sheet, cv::Scalar(255), -1);
    cv::rectangle(flat, sheet, on_screen(presentation_) ? cv::Scalar::all(18) : cv::Scalar::all(235), side / 10);
  }
  return placed(flat, mask, seconds, turned_by);
}

cv::Mat SimulatedPresentation::placed(const cv::Mat& flat, const cv::Mat& mask, double seconds,
                                      double turned_by) const {
  const bool follows = !head_moves(presentation_) && presentation_ != Presentation::kPrintBent &&
                       presentation_ != Presentation::kStillUnmoved;
  const double hand = presentation_ == Presentation::kStillUnmoved ? 0.15 : 1;
  const double t = seconds + 10 * person_.phase;
  const Pose pose{.yaw_deg = hand * 2 * std::sin(2.1 * t) + (follows ? person_.tilt_deg * turned_by : 0),
                  .pitch_deg = hand * 3 * std::sin(1.3 * t),
                  .roll_deg = hand * 2 * std::sin(0.9 * t),
                  .shift_px = cv::Point2d(hand * 9 * std::sin(1.1 * t), hand * 6 * std::sin(1.6 * t)),
                  .nearer = 1 + hand * 0.03 * std::sin(0.7 * t)};
  const cv::Matx33d map = held(pose, {kFrame.width / 2.0, kFrame.height / 2.0}, kFrame.width);
  const bool wide = presentation_ == Presentation::kPrint || presentation_ == Presentation::kStillUnmoved ||
                    presentation_ == Presentation::kPrintBent;
  cv::Mat sheet;
  cv::warpPerspective(flat, sheet, map, kFrame, cv::INTER_LINEAR, wide ? cv::BORDER_REPLICATE : cv::BORDER_CONSTANT);
  if (wide) return sheet;
  cv::Mat shape;
  cv::warpPerspective(mask, shape, map, kFrame, cv::INTER_LINEAR);
  cv::Mat scene = background_.clone();
  sheet.copyTo(scene, shape > 127);
  return scene;
}

cv::Mat filmed(const cv::Mat& scene, const Conditions& conditions, cv::RNG& random) {
  cv::Mat lit;
  scene.convertTo(lit, CV_32FC3);
  cv::multiply(lit, gain_of(conditions.light), lit);
  if (conditions.noise_sigma > 0) {
    cv::Mat noise(lit.size(), CV_32FC3);
    random.fill(noise, cv::RNG::NORMAL, 0, conditions.noise_sigma);
    lit += noise;
  }
  cv::Mat out;
  lit.convertTo(out, CV_8UC3);
  return out;
}

}  // namespace gate
